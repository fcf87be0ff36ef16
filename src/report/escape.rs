//! Text as XML and HTML take it, so that nothing in it is markup, and the names of anchors.

/// The name of an anchor as an HTML id: letters, digits and a few marks; anything else becomes a hyphen.
#[must_use]
pub(super) fn anchor_name(anchor: &str) -> String {
    anchor
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@') {
                c
            } else {
                '-'
            }
        })
        .collect()
}

/// Text for XML and HTML, in content and in attributes.
#[must_use]
pub(super) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
