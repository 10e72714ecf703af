//! Base letters of precomposed letters.
//!
//! Made from the Unicode decompositions, lower-cased and without marks; letters whose stroke is no
//! mark in Unicode (`ø`, `đ`, `ł`, `ı`) are added. A dot stands for a letter without a base.

/// Base letters of U+00C0 to U+024F.
pub(super) const LATIN: &[u8; 400] = b"\
aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkklllllll\
lllnnnnnn.nnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
bb.............e.ff.............oo.............uu...............\
.............aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa..oo\
aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............\
...b............";

/// Base letters of U+1E00 to U+1EFF.
pub(super) const LATIN_ADDITIONAL: &[u8; 256] = b"\
aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
wwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// Base letters of U+0370 to U+03FF.
pub(super) const GREEK: [char; 144] = [
    '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.',
    '.', '.', '.', 'α', '.', 'ε', 'η', 'ι', '.', 'ο', '.', 'υ', 'ω', 'ι', 'α', 'β', 'γ', 'δ', 'ε',
    'ζ', 'η', 'θ', 'ι', 'κ', 'λ', 'μ', 'ν', 'ξ', 'ο', 'π', 'ρ', '.', 'σ', 'τ', 'υ', 'φ', 'χ', 'ψ',
    'ω', 'ι', 'υ', 'α', 'ε', 'η', 'ι', 'υ', 'α', 'β', 'γ', 'δ', 'ε', 'ζ', 'η', 'θ', 'ι', 'κ', 'λ',
    'μ', 'ν', 'ξ', 'ο', 'π', 'ρ', 'σ', 'σ', 'τ', 'υ', 'φ', 'χ', 'ψ', 'ω', 'ι', 'υ', 'ο', 'υ', 'ω',
    '.', 'β', 'θ', '.', '.', '.', 'φ', 'π', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.',
    '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.', 'κ', 'ρ', 'σ', '.', 'θ',
    'ε', '.', '.', '.', 'σ', '.', '.', '.', '.', '.', '.',
];
