//! Writes the smallest PDFs that show something.

/// A PDF of these objects, numbered from 1; the first is the catalogue.
pub fn of_objects(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", place + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let table = file.len();
    let count = objects.len() + 1;
    file.extend(format!("xref\n0 {count}\n0000000000 65535 f \n").bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    file.extend(
        format!("trailer\n<</Size {count} /Root 1 0 R {trailer}>>\nstartxref\n{table}\n%%EOF")
            .bytes(),
    );
    file
}

pub fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{dictionary} /Length {}>>\nstream\n", content.len()).into_bytes();
    object.extend(content);
    object.extend(b"\nendstream");
    object
}

/// A PDF with a page for each of these contents; `/F1` is the font, with the objects it needs:
/// they are numbered from 4.
pub fn of_pages(contents: &[&str], resources: &str, extra: &[Vec<u8>]) -> Vec<u8> {
    let first = 4 + extra.len();
    let kids: Vec<String> = (0..contents.len())
        .map(|page| format!("{} 0 R", first + 2 * page))
        .collect();
    let mut objects = vec![
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        format!(
            "<</Type /Pages /Count {} /Kids [{}] /MediaBox [0 0 595 842]>>",
            contents.len(),
            kids.join(" ")
        )
        .into_bytes(),
        format!("<<{resources}>>").into_bytes(),
    ];
    objects.extend_from_slice(extra);
    for (page, content) in contents.iter().enumerate() {
        let own = first + 2 * page;
        objects.push(
            format!(
                "<</Type /Page /Parent 2 0 R /Resources 3 0 R /Contents {} 0 R>>",
                own + 1
            )
            .into_bytes(),
        );
        objects.push(stream("", content.as_bytes()));
    }
    of_objects(&objects, "")
}

/// A PDF in Helvetica; each page is shown line by line.
pub fn plain(pages: &[&[&str]]) -> Vec<u8> {
    let contents: Vec<String> = pages
        .iter()
        .map(|lines| {
            let shown: Vec<String> = lines.iter().map(|line| format!("({line}) Tj T*")).collect();
            format!("BT /F1 12 Tf 14 TL 72 700 Td {} ET", shown.join(" "))
        })
        .collect();
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    of_pages(
        &contents,
        "/Font <</F1 4 0 R>>",
        &[
            b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>"
                .to_vec(),
        ],
    )
}

/// Chinese as most programs write it: glyphs by number, and a table that tells their letters.
pub fn chinese_by_table(text: &str) -> Vec<u8> {
    let letters: Vec<char> = text.chars().collect();
    let glyphs: String = (1..=letters.len())
        .map(|glyph| format!("{glyph:04X}"))
        .collect();
    let rows: String = letters
        .iter()
        .enumerate()
        .map(|(place, letter)| format!("<{:04X}> <{:04X}>\n", place + 1, *letter as u32))
        .collect();
    let table = format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
         /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n\
         1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
         {} beginbfchar\n{rows}endbfchar\nendcmap end end",
        letters.len()
    );
    of_pages(
        &[&format!("BT /F1 12 Tf 72 700 Td <{glyphs}> Tj ET")],
        "/Font <</F1 4 0 R>>",
        &[
            b"<</Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Song /Encoding /Identity-H \
              /DescendantFonts [5 0 R] /ToUnicode 6 0 R>>"
                .to_vec(),
            b"<</Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Song /DW 1000 \
              /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>>>"
                .to_vec(),
            stream("", table.as_bytes()),
        ],
    )
}

/// Chinese in a font that every reader is expected to have, with a well-known encoding and no
/// table.
pub fn chinese_by_encoding(encoding: &str, codes: &[u8]) -> Vec<u8> {
    let codes: String = codes.iter().map(|byte| format!("{byte:02X}")).collect();
    of_pages(
        &[&format!("BT /F1 12 Tf 72 700 Td <{codes}> Tj ET")],
        "/Font <</F1 4 0 R>>",
        &[
            format!(
                "<</Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} \
                 /DescendantFonts [5 0 R]>>"
            )
            .into_bytes(),
            b"<</Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 \
              /CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 2>>>>"
                .to_vec(),
        ],
    )
}

/// A page with nothing but a picture on it.
pub fn scan() -> Vec<u8> {
    of_pages(
        &["q 595 0 0 842 0 0 cm /Im1 Do Q"],
        "/XObject <</Im1 4 0 R>>",
        &[stream(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray \
             /BitsPerComponent 8",
            &[128],
        )],
    )
}

/// A file that opens with a password only.
pub fn encrypted() -> Vec<u8> {
    let hex = "00".repeat(32);
    of_objects(
        &[
            b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
            b"<</Type /Pages /Count 0 /Kids []>>".to_vec(),
            format!("<</Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{hex}> /U <{hex}>>>")
                .into_bytes(),
        ],
        "/Encrypt 3 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]",
    )
}
