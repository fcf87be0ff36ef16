//! The finishing pass over printpdf's document: catalogue, metadata, fixed ids, the embedded model.

use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::write::Raw;
use super::{icc, outline, tags, xmp};
use crate::report::blocks::Meta;
use crate::report::typeset::{Typeset, unjoined};
use crate::report::{Attachment, ReportError, clean};

/// A date in the two forms that a PDF holds.
pub(super) struct Date {
    /// `2026-11-22T00:00:00Z`
    pub iso: String,
    /// `D:20261122000000Z`
    pub pdf: String,
}

/// Reads `YYYY-MM-DD`.
pub(super) fn date(text: &str) -> Result<Date, ReportError> {
    let wrong = || ReportError::Date(text.to_owned());
    let parts: Vec<u32> = text
        .split('-')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| wrong())?;
    let digits = text.len() == 10
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
    match parts.as_slice() {
        [_, 1..=12, 1..=31] if digits => Ok(Date {
            iso: format!("{text}T00:00:00Z"),
            pdf: format!("D:{}000000Z", text.replace('-', "")),
        }),
        _ => Err(wrong()),
    }
}

/// Adds everything that printpdf cannot write. Returns the objects that there are too many of to keep as anything but bytes.
pub(super) fn finish(
    document: &mut Document,
    set: &Typeset<'_>,
    meta: &Meta,
    date: &Date,
    attachment: Option<&Attachment>,
) -> Result<Raw, ReportError> {
    let broken = |what: &str| ReportError::Assembly(format!("no {what}"));
    "1.7".clone_into(&mut document.version);
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    if pages.len() != set.pages.len() {
        return Err(broken("page for each page"));
    }
    let catalog = document
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .map_err(|_| broken("catalogue"))?;
    spell_plainly(document);
    let outlines = outline::outline(document, set, &pages);
    let mut raw = Raw::default();
    let structure = tags::structure(document, set, &pages, &mut raw)
        .map_err(|error| ReportError::Assembly(error.to_string()))?;
    let id = fingerprint(document, meta);
    let attached = attachment.map(|file| attach(document, file, date));
    let metadata = metadata(document, meta, date, &id, attachment.is_some());
    let intent = output_intent(document);
    let catalog = document
        .get_object_mut(catalog)
        .and_then(Object::as_dict_mut)
        .map_err(|_| broken("catalogue"))?;
    if let Some(outlines) = outlines {
        catalog.set("Outlines", Object::Reference(outlines));
        catalog.set("PageMode", name("UseOutlines"));
    }
    catalog.set("PageLayout", name("OneColumn"));
    catalog.set("Lang", text(language(meta)));
    catalog.set(
        "ViewerPreferences",
        dictionary! { "DisplayDocTitle" => true },
    );
    catalog.set("Metadata", Object::Reference(metadata));
    catalog.set("OutputIntents", vec![Object::Reference(intent)]);
    catalog.set(
        "PageLabels",
        dictionary! { "Nums" => vec![0.into(), dictionary! { "S" => name("D") }.into()] },
    );
    catalog.set("StructTreeRoot", Object::Reference(structure));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    if let (Some(file), Some(attachment)) = (attached, attachment) {
        catalog.set("AF", vec![Object::Reference(file)]);
        let names = vec![text(&attachment.name), Object::Reference(file)];
        catalog.set(
            "Names",
            dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } },
        );
    }
    set_info(document, meta, date)?;
    let id = Object::String(id.to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    Ok(raw)
}

/// Lets a joined Arabic letter be read as the letter itself: the tables from glyphs to characters name the joined forms, and nobody
/// searches for those. Text from right to left stands on the page in the order in which it is seen, as readers of the format
/// expect it; they put it back in order.
fn spell_plainly(document: &mut Document) {
    let streams = document
        .objects
        .values_mut()
        .filter_map(|object| match object {
            Object::Stream(stream) => Some(stream),
            _ => None,
        });
    for stream in streams {
        let Ok(table) = std::str::from_utf8(&stream.content) else {
            continue;
        };
        if table.contains("beginbfchar") && table.contains("<FE") {
            let spelled: Vec<String> = table.split('\n').map(spelled).collect();
            stream.set_content(spelled.join("\n").into_bytes());
        }
    }
}

/// A line such as `<0012> <FE91>` with the letter that the form stands for.
fn spelled(line: &str) -> String {
    let form = line.strip_suffix('>').and_then(|line| {
        let (glyph, form) = line.split_once("> <")?;
        let form = u32::from_str_radix(form, 16)
            .ok()
            .and_then(char::from_u32)?;
        let letters = unjoined(form);
        (letters != form.to_string()).then_some((glyph, letters))
    });
    form.map_or_else(
        || line.to_owned(),
        |(glyph, letters)| {
            let hex = letters.encode_utf16().fold(String::new(), |mut hex, unit| {
                let _ = write!(hex, "{unit:04X}");
                hex
            });
            format!("{glyph}> <{hex}>")
        },
    )
}

/// Text as a PDF string, cleaned: ASCII as it is, anything else in UTF-16.
pub(super) fn text(words: &str) -> Object {
    let words = clean::line(words);
    if words.is_ascii() {
        return Object::String(words.into_bytes(), StringFormat::Literal);
    }
    let bytes = [0xfe, 0xff]
        .into_iter()
        .chain(words.encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A PDF name.
pub(super) fn name(word: &str) -> Object {
    Object::Name(word.as_bytes().to_vec())
}

pub(super) fn language(meta: &Meta) -> &str {
    let tag = meta.language.as_str();
    if !tag.is_empty() && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        tag
    } else {
        "en"
    }
}

/// The file's identity: a digest of everything on its pages. printpdf would count up a number in the process instead.
fn fingerprint(document: &Document, meta: &Meta) -> [u8; 16] {
    let mut hasher = Sha256::new();
    hasher.update(format!("{meta:?}"));
    for object in document.objects.values() {
        if let Object::Stream(stream) = object {
            hasher.update(&stream.content);
        }
    }
    let mut id = [0; 16];
    id.copy_from_slice(&hasher.finalize()[..16]);
    id
}

fn metadata(
    document: &mut Document,
    meta: &Meta,
    date: &Date,
    id: &[u8; 16],
    attached: bool,
) -> ObjectId {
    let packet = xmp::packet(meta, &date.iso, id, if attached { 3 } else { 2 });
    let mut stream = Stream::new(
        dictionary! { "Type" => name("Metadata"), "Subtype" => name("XML") },
        packet.into_bytes(),
    );
    // Archives read the packet without a PDF library.
    stream.allows_compression = false;
    document.add_object(stream)
}

fn output_intent(document: &mut Document) -> ObjectId {
    let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, icc::srgb()));
    document.add_object(dictionary! {
        "Type" => name("OutputIntent"),
        "S" => name("GTS_PDFA1"),
        "OutputConditionIdentifier" => text("sRGB"),
        "Info" => text("sRGB"),
        "RegistryName" => text("http://www.color.org"),
        "DestOutputProfile" => Object::Reference(profile),
    })
}

fn attach(document: &mut Document, file: &Attachment, date: &Date) -> ObjectId {
    let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
    let about = dictionary! {
        "Type" => name("EmbeddedFile"),
        "Subtype" => name(&file.media_type),
        "Params" => dictionary! { "Size" => size, "ModDate" => text(&date.pdf) },
    };
    let stream = document.add_object(Stream::new(about, file.bytes.clone()));
    document.add_object(dictionary! {
        "Type" => name("Filespec"),
        "F" => text(&file.name),
        "UF" => text(&file.name),
        "AFRelationship" => name("Source"),
        "Desc" => text(&file.description),
        "EF" => dictionary! { "F" => Object::Reference(stream), "UF" => Object::Reference(stream) },
    })
}

fn set_info(document: &mut Document, meta: &Meta, date: &Date) -> Result<(), ReportError> {
    let info = document.trailer.get(b"Info").and_then(Object::as_reference);
    let info = info.map_err(|_| ReportError::Assembly("no document information".to_owned()))?;
    let mut entries = Dictionary::new();
    entries.set("Title", text(&meta.title));
    entries.set("Author", text(&meta.owner));
    entries.set("Subject", text(&meta.subtitle));
    entries.set("Keywords", text(&xmp::keywords(meta)));
    entries.set("Creator", text(&meta.producer));
    entries.set("Producer", text(&meta.producer));
    entries.set("CreationDate", text(&date.pdf));
    entries.set("ModDate", text(&date.pdf));
    document.objects.insert(info, entries.into());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{date, spelled};

    #[test]
    fn a_joined_letter_is_read_as_the_letter() {
        assert_eq!(spelled("<0012> <FE91>"), "<0012> <0628>");
        assert_eq!(spelled("<0012> <0041>"), "<0012> <0041>");
        assert_eq!(spelled("99 beginbfchar"), "99 beginbfchar");
    }

    #[test]
    fn a_date_is_refused_unless_it_is_year_month_and_day() {
        assert_eq!(date("2026-11-22").unwrap().pdf, "D:20261122000000Z");
        for wrong in [
            "",
            "22.11.2026",
            "2026-13-01",
            "2026-1-1",
            "2026-11-22T10:00",
        ] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }
}
