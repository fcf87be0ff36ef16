//! The logo on the page.

use crate::report::logo::{Logo, Picture};
use crate::report::typeset::drawing_svg;

/// The logo as a part of the page: points as they came, shapes as we draw them, nothing else that its file may hold.
pub(super) fn logo_of(logo: &Logo) -> String {
    match logo.picture() {
        Ok(Picture::Pixels(_)) => format!(
            "<p class=\"logo\"><img alt=\"\" src=\"data:image/png;base64,{}\"></p>\n",
            base64(logo.bytes())
        ),
        Ok(Picture::Drawing(drawing)) => {
            format!("<p class=\"logo\">{}</p>\n", drawing_svg(&drawing))
        }
        Err(_) => String::new(),
    }
}

/// Bytes in the letters of an address.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let part = |place: usize| u32::from(three.get(place).copied().unwrap_or(0));
        let bits = part(0) << 16 | part(1) << 8 | part(2);
        for place in 0..4_u32 {
            let letter = LETTERS[((bits >> (18 - 6 * place)) & 63) as usize];
            let missing = place as usize > three.len();
            text.push(if missing { '=' } else { char::from(letter) });
        }
    }
    text
}
