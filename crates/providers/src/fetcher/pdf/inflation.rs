//! Looks for bombs: streams that are small in the file and huge when they are unpacked. The
//! reader unpacks a stream as a whole, so it must not begin with one.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::Bounds;

/// The most bytes of one stream. A page in print quality, as a picture, is 200 MB.
const MAX_STREAM: usize = 256 << 20;

/// How often something packed may be packed again.
const MAX_LAYERS: usize = 3;

/// Whether all streams stay within bounds when they are unpacked.
///
/// # Errors
/// One doesn't, or looking takes too long.
pub(super) fn check(file: &[u8], bounds: &Bounds) -> Result<(), &'static str> {
    const STREAM: &[u8] = b"stream";
    for place in memchr::memmem::find_iter(file, STREAM) {
        let after = &file[place + STREAM.len()..];
        let after = after.strip_prefix(b"\r").unwrap_or(after);
        let after = after.strip_prefix(b"\n").unwrap_or(after);
        if is_packed(after) {
            measure(after, 1, bounds)?;
        }
    }
    Ok(())
}

/// Two bytes that begin what zlib packs.
fn is_packed(bytes: &[u8]) -> bool {
    match bytes {
        [method, flags, ..] => {
            method & 0x0f == 8 && (u16::from(*method) << 8 | u16::from(*flags)) % 31 == 0
        }
        _ => false,
    }
}

fn measure(packed: &[u8], layers: usize, bounds: &Bounds) -> Result<(), &'static str> {
    let mut reader: Box<dyn Read + '_> = Box::new(packed);
    for _ in 0..layers {
        reader = Box::new(ZlibDecoder::new(reader));
    }
    let mut buffer = vec![0; 64 << 10];
    let (mut size, mut is_packed_again) = (0, false);
    // Damage is the reader's to judge; what came until then is what it unpacks.
    while let Ok(count @ 1..) = reader.read(&mut buffer) {
        if size == 0 {
            is_packed_again = is_packed(&buffer[..count]);
        }
        size += count;
        if size > MAX_STREAM {
            return Err("it unpacks to far more than it seems");
        }
        if bounds.is_over() {
            return Err("reading it takes too long");
        }
    }
    if is_packed_again && layers < MAX_LAYERS {
        measure(packed, layers + 1, bounds)?;
    }
    Ok(())
}
