//! The metadata packet: who, what, when, which standards the file keeps, and what is needed to make it again.

use std::fmt::Write as _;

use super::finish::language;
use crate::report::blocks::Meta;
use crate::report::clean;

/// The namespace of our own properties.
const OURS: &str = "urn:bartizan:report:1";

/// The packet of a file that keeps PDF/A part `part` at level A, and PDF/UA-1.
pub(super) fn packet(meta: &Meta, date: &str, id: &[u8; 16], part: u8) -> String {
    let id = id.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let (title, owner, about) = (
        escaped(&meta.title),
        escaped(&meta.owner),
        escaped(&meta.subtitle),
    );
    let (keywords, producer, language) = (
        escaped(&keywords(meta)),
        escaped(&meta.producer),
        language(meta),
    );
    let mut body = format!(
        r#"<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{owner}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{about}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{keywords}</pdf:Keywords>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmpMM:DocumentID>uuid:{id}</xmpMM:DocumentID>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
"#
    );
    body.push_str(&provenance(meta));
    body.push_str(&schemas(meta));
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n{body}</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
    )
}

/// Words to find the file by.
pub(super) fn keywords(meta: &Meta) -> String {
    let words = [
        meta.kind.as_str(),
        meta.edition.as_str(),
        meta.document_id.as_str(),
        meta.classification.as_str(),
    ];
    words
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Our own properties: digests, audience, chapters.
fn provenance(meta: &Meta) -> String {
    let entries: Vec<(String, String)> = named(meta);
    if entries.is_empty() {
        return String::new();
    }
    let properties = entries
        .iter()
        .fold(String::new(), |mut text, (key, value)| {
            let _ = write!(text, "<bartizan:{key}>{}</bartizan:{key}>", escaped(value));
            text
        });
    format!(
        "<rdf:Description rdf:about=\"\" xmlns:bartizan=\"{OURS}\">{properties}</rdf:Description>\n"
    )
}

/// Provenance with names that XML allows; the first of two equal names counts.
fn named(meta: &Meta) -> Vec<(String, String)> {
    let mut entries: Vec<(String, String)> = Vec::new();
    for (key, value) in &meta.provenance {
        let key: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
        let usable = key.starts_with(|c: char| c.is_ascii_alphabetic());
        if usable && !entries.iter().any(|(known, _)| *known == key) {
            entries.push((key, value.clone()));
        }
    }
    entries
}

/// PDF/A wants every property explained that it does not know.
fn schemas(meta: &Meta) -> String {
    let ua = schema(
        "PDF/UA identification schema",
        "http://www.aiim.org/pdfua/ns/id/",
        "pdfuaid",
        &property("part", "Integer", "internal", "PDF/UA version identifier"),
    );
    let entries = named(meta);
    let properties: String = entries
        .iter()
        .map(|(key, _)| {
            property(
                key,
                "Text",
                "external",
                "What is needed to make the report again",
            )
        })
        .collect();
    let ours = if entries.is_empty() {
        String::new()
    } else {
        schema(
            "Provenance of a threat model report",
            OURS,
            "bartizan",
            &properties,
        )
    };
    format!(
        "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
         xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\
         <pdfaExtension:schemas><rdf:Bag>{ua}{ours}</rdf:Bag></pdfaExtension:schemas></rdf:Description>\n"
    )
}

fn schema(title: &str, uri: &str, prefix: &str, properties: &str) -> String {
    format!(
        "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>{title}</pdfaSchema:schema>\
         <pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\
         <pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
}

fn property(name: &str, kind: &str, category: &str, description: &str) -> String {
    format!(
        "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{name}</pdfaProperty:name>\
         <pdfaProperty:valueType>{kind}</pdfaProperty:valueType><pdfaProperty:category>{category}</pdfaProperty:category>\
         <pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
    )
}

/// Text for XML, on one line.
fn escaped(text: &str) -> String {
    crate::report::escape::xml(&clean::line(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_break_the_packet() {
        let meta = Meta {
            title: "A & B </rdf:li><x>".into(),
            ..Meta::default()
        };
        let packet = packet(&meta, "2026-11-22T00:00:00Z", &[0; 16], 2);
        assert!(
            packet.contains("A &amp; B &lt;/rdf:li&gt;&lt;x&gt;"),
            "{packet}"
        );
    }

    #[test]
    fn provenance_is_written_with_names_that_xml_allows() {
        let meta = Meta {
            provenance: vec![
                ("model digest".into(), "ab".into()),
                ("1x".into(), "no".into()),
            ],
            ..Meta::default()
        };
        assert!(provenance(&meta).contains("<bartizan:modeldigest>ab</bartizan:modeldigest>"));
        assert!(!provenance(&meta).contains("no"));
    }
}
