//! The sRGB colour space as a small ICC profile, computed: PDF/A wants to know which colours are meant.
//! Layout after the ICC specification, version 2.1: a header, a table of tags, their data.

/// Samples of the brightness curve.
const SAMPLES: u16 = 1024;

/// The profile.
pub(super) fn srgb() -> Vec<u8> {
    // The primaries and the white point of sRGB, adapted to the D50 light that profiles are defined in.
    let mut tags: Vec<([u8; 4], Vec<u8>)> = vec![
        (*b"desc", description("sRGB")),
        (*b"cprt", text("CC0")),
        (*b"wtpt", xyz([0.9642, 1.0, 0.8249])),
        (*b"rXYZ", xyz([0.436_07, 0.222_49, 0.013_92])),
        (*b"gXYZ", xyz([0.385_15, 0.716_87, 0.097_08])),
        (*b"bXYZ", xyz([0.143_07, 0.060_61, 0.714_10])),
    ];
    // All three channels share one curve.
    tags.push((*b"rTRC", curve()));
    let shared = 2;
    let count = tags.len() + shared;
    let mut offset = 128 + 4 + 12 * count;
    let mut table = word(count);
    let mut data = Vec::new();
    let mut last = (0, 0);
    for (signature, content) in &tags {
        last = (offset, content.len());
        table.extend(entry(*signature, last));
        let padded = content.len().next_multiple_of(4);
        data.extend(content);
        data.resize(data.len() + padded - content.len(), 0);
        offset += padded;
    }
    table.extend(entry(*b"gTRC", last));
    table.extend(entry(*b"bTRC", last));
    [header(offset), table, data].concat()
}

fn header(size: usize) -> Vec<u8> {
    let mut header = vec![0; 128];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &word(size));
    put(8, &[2, 0x10]);
    put(12, b"mntrRGB XYZ ");
    // A fixed day: 1 January 2024.
    put(24, &[0x07, 0xe8, 0, 1, 0, 1]);
    put(36, b"acsp");
    put(68, &[fixed(0.9642), fixed(1.0), fixed(0.8249)].concat());
    header
}

fn word(number: usize) -> Vec<u8> {
    u32::try_from(number)
        .unwrap_or(u32::MAX)
        .to_be_bytes()
        .to_vec()
}

fn entry(signature: [u8; 4], place: (usize, usize)) -> Vec<u8> {
    [signature.to_vec(), word(place.0), word(place.1)].concat()
}

/// A number with sixteen bits after the point.
#[expect(
    clippy::cast_possible_truncation,
    reason = "colour coordinates are at most one"
)]
fn fixed(number: f64) -> Vec<u8> {
    ((number * 65536.0).round() as i32).to_be_bytes().to_vec()
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    let mut bytes = b"XYZ \0\0\0\0".to_vec();
    bytes.extend(values.into_iter().flat_map(fixed));
    bytes
}

fn text(words: &str) -> Vec<u8> {
    [b"text\0\0\0\0", words.as_bytes(), b"\0"].concat()
}

fn description(words: &str) -> Vec<u8> {
    let mut bytes = [
        b"desc\0\0\0\0",
        word(words.len() + 1).as_slice(),
        words.as_bytes(),
        b"\0",
    ]
    .concat();
    // No Unicode and no Macintosh description: their fixed empty forms.
    bytes.resize(bytes.len() + 8 + 3 + 67, 0);
    bytes
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "values between 0 and 65535"
)]
fn curve() -> Vec<u8> {
    let mut bytes = b"curv\0\0\0\0".to_vec();
    bytes.extend(u32::from(SAMPLES).to_be_bytes());
    for sample in 0..SAMPLES {
        let value = f64::from(sample) / f64::from(SAMPLES - 1);
        let linear = if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        };
        bytes.extend(((linear * 65535.0).round() as u16).to_be_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_profile_states_its_own_size() {
        let profile = super::srgb();
        assert_eq!(
            u32::from_be_bytes([profile[0], profile[1], profile[2], profile[3]]) as usize,
            profile.len()
        );
    }
}
