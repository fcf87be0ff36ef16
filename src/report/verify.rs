//! Is this PDF the report of this model? A PDF says in its metadata how it was made; this module reads that, makes the report
//! again and compares the bytes. The file may come from a stranger: nothing in it is trusted, what it says is only tried out.

use std::collections::BTreeMap;

use lopdf::{Document, Object};
use sha2::{Digest, Sha256};

use super::build::REVIEW;
use super::{
    Attachment, Audience, Chapter, ExtraFont, Format, Logo, Order, PROGRAM, PROGRAM_DIGEST, Paper,
    Progress, ReportError, make,
};
use crate::catalog::Catalog;
use crate::model::{Date, Edition, ThreatModel};

/// What a PDF says about how it was made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp {
    /// Names and values as in `Meta::provenance`, with `date`, `paper`, `program`, and, where there are some, `fonts`
    /// and `embedded`.
    pub entries: BTreeMap<String, String>,
}

impl Stamp {
    /// The value of a name, empty where the file has none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.entries.get(name).map_or("", String::as_str)
    }

    /// Whether the report tells what was settled in a review that was under way. No document holds that: it is read from the
    /// report, so a match says nothing about it.
    #[must_use]
    pub fn tells_a_review(&self) -> bool {
        !self.get(REVIEW).is_empty()
    }
}

/// What a report is checked against.
#[derive(Debug, Clone)]
pub struct Evidence<'a> {
    /// The document.
    pub model: &'a ThreatModel,
    /// The document's file as it is on disk.
    pub model_bytes: &'a [u8],
    /// The catalogue.
    pub catalog: &'a Catalog,
    /// The catalogue's digest, as the report command writes it.
    pub catalog_digest: String,
    /// Typefaces given by the user, in their order.
    pub fonts: Vec<ExtraFont>,
    /// The logo that was given.
    pub logo: Option<Logo>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// Made again, it is the same byte for byte.
    Match,
    /// It is not; each line says one thing that differs.
    Differs(Vec<String>),
}

/// Why a file says nothing about how it was made.
#[derive(Debug, thiserror::Error)]
pub enum StampError {
    /// It cannot be read.
    #[error("this is not a PDF that can be read ({0})")]
    Unreadable(String),
    /// It was not written by Bartizan, or its metadata is gone.
    #[error(
        "this PDF does not say how it was made; it was not written by Bartizan, or another program saved it since"
    )]
    NoStamp,
}

/// The digest of a file as reports name it.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = "sha256:".to_owned();
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The digest of everything that a catalogue says, whatever files it came from: the same from the command line and from the
/// terminal.
///
/// # Panics
///
/// Never: every entry has a JSON form.
#[must_use]
pub fn catalog_digest(catalog: &Catalog) -> String {
    digest(&serde_json::to_vec(catalog.entries()).expect("every entry has a JSON form"))
}

/// What the engine itself adds to a report's provenance: what `options` decide about its bytes.
pub(super) fn engine_provenance(date: &str, options: &super::PdfOptions) -> Vec<(String, String)> {
    let fonts: Vec<String> = options
        .fonts
        .iter()
        .map(|font| digest(&font.bytes))
        .collect();
    let embedded = options.attachment.as_ref().map(|file| file.name.clone());
    let entries = [
        ("date", date.to_owned()),
        ("paper", options.paper.name().to_owned()),
        ("program", PROGRAM.to_owned()),
        ("fonts", fonts.join(" ")),
        ("embedded", embedded.unwrap_or_default()),
    ];
    let said = entries.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The model as it is embedded in a PDF/A-3a.
#[must_use]
pub fn model_attachment(name: &str, bytes: &[u8]) -> Attachment {
    Attachment {
        name: name.to_owned(),
        media_type: "text/plain".to_owned(),
        description: "The threat model that this report was made from".to_owned(),
        bytes: bytes.to_vec(),
    }
}

/// Reads what a PDF says about how it was made.
pub fn stamp(pdf: &[u8]) -> Result<Stamp, StampError> {
    let document =
        Document::load_mem(pdf).map_err(|error| StampError::Unreadable(error.to_string()))?;
    let packet = document
        .catalog()
        .and_then(|catalog| catalog.get(b"Metadata"))
        .and_then(Object::as_reference)
        .and_then(|id| document.get_object(id))
        .and_then(Object::as_stream)
        .map_err(|_| StampError::NoStamp)?;
    let bytes = packet
        .decompressed_content()
        .unwrap_or_else(|_| packet.content.clone());
    let entries = entries(&String::from_utf8_lossy(&bytes));
    if entries.is_empty() {
        return Err(StampError::NoStamp);
    }
    Ok(Stamp { entries })
}

/// Our own properties in a metadata packet; the first of two equal names counts.
fn entries(packet: &str) -> BTreeMap<String, String> {
    const OPEN: &str = "<bartizan:";
    let mut entries = BTreeMap::new();
    let mut rest = packet;
    while let Some(at) = rest.find(OPEN) {
        rest = &rest[at + OPEN.len()..];
        let Some((name, after)) = rest.split_once('>') else {
            break;
        };
        let Some((value, after)) = after.split_once(&format!("</bartizan:{name}>")) else {
            continue;
        };
        rest = after;
        entries
            .entry(name.to_owned())
            .or_insert_with(|| unescaped(value));
    }
    entries
}

/// The five characters that XML writes as names.
fn unescaped(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (name, character)| {
        text.replace(name, character)
    })
}

/// Whether a PDF is the report of a document: made again as its stamp says, it must be the same byte for byte.
pub fn verify(
    pdf: &[u8],
    stamp: &Stamp,
    evidence: &Evidence<'_>,
    progress: &dyn Progress,
) -> Result<Verification, ReportError> {
    let differs = differences(stamp, evidence);
    if !differs.is_empty() {
        return Ok(Verification::Differs(differs));
    }
    let order = match order(stamp, evidence) {
        Ok(order) => order,
        Err(what) => return Ok(Verification::Differs(vec![what])),
    };
    let mut model = evidence.model.clone();
    if let Some(edition) = edition(stamp) {
        model.system.edition = edition;
    }
    let order = Order {
        model: &model,
        ..order
    };
    let again = make(&order, Format::Pdf, progress)?.bytes;
    if again == pdf {
        return Ok(Verification::Match);
    }
    let mut lines = vec![changed_or_built_otherwise(stamp)];
    lines.extend(pages_that_differ(pdf, &again));
    Ok(Verification::Differs(lines))
}

/// Why a file's bytes may differ although all that it was made from is the same.
fn changed_or_built_otherwise(stamp: &Stamp) -> String {
    match stamp.get("programDigest") {
        "" | PROGRAM_DIGEST => "the file: model, catalogue, program and options are the same, its bytes are not; it was changed after it was made".to_owned(),
        other => format!(
            "the file: model, catalogue and options are the same, its bytes are not; it was made by another build of the program ({other}, this is {PROGRAM_DIGEST}), or was changed after it was made"
        ),
    }
}

/// Which pages of two files do not read the same.
fn pages_that_differ(said: &[u8], made: &[u8]) -> Option<String> {
    let (said, made) = (
        Document::load_mem(said).ok()?,
        Document::load_mem(made).ok()?,
    );
    let (here, there) = (said.get_pages().len(), made.get_pages().len());
    if here != there {
        return Some(format!(
            "the pages: it has {here}, made again it has {there}"
        ));
    }
    let reads = |document: &Document, page: u32| document.extract_text(&[page]).ok();
    let differ: Vec<String> = said
        .get_pages()
        .into_keys()
        .filter(|page| reads(&said, *page) != reads(&made, *page))
        .map(|page| page.to_string())
        .collect();
    Some(if differ.is_empty() {
        "the pages: every page has the same text; pictures, links or hidden data differ".to_owned()
    } else {
        format!("the pages: {} read differently", differ.join(", "))
    })
}

fn edition(stamp: &Stamp) -> Option<Edition> {
    Edition::ALL
        .into_iter()
        .find(|edition| edition.as_str() == stamp.get("edition"))
}

/// What can be told without making the report again.
fn differences(stamp: &Stamp, evidence: &Evidence<'_>) -> Vec<String> {
    let fonts: Vec<String> = evidence
        .fonts
        .iter()
        .map(|font| digest(&font.bytes))
        .collect();
    let pairs = [
        (
            "model",
            stamp.get("modelDigest"),
            digest(evidence.model_bytes),
        ),
        (
            "catalogue",
            stamp.get("catalogDigest"),
            evidence.catalog_digest.clone(),
        ),
        ("program", stamp.get("program"), PROGRAM.to_owned()),
        ("fonts given with it", stamp.get("fonts"), fonts.join(" ")),
        (
            "logo",
            stamp.get("logo"),
            evidence
                .logo
                .as_ref()
                .map_or_else(String::new, |logo| digest(logo.bytes())),
        ),
    ];
    let or_none = |text: &str| if text.is_empty() { "none" } else { text }.to_owned();
    pairs
        .into_iter()
        .filter(|(_, said, is)| said != is)
        .map(|(what, said, is)| {
            format!(
                "the {what}: the report was made from {}, this is {}",
                or_none(said),
                or_none(&is)
            )
        })
        .collect()
}

/// The order that the stamp describes, or what is wrong with it.
fn order<'a>(stamp: &Stamp, evidence: &Evidence<'a>) -> Result<Order<'a>, String> {
    let unknown = |name: &str| {
        format!(
            "the report names the {name} `{}`, which this program does not know",
            stamp.get(name)
        )
    };
    let date: Date = stamp.get("date").parse().map_err(|_| unknown("date"))?;
    let mut order = Order::new(evidence.model, evidence.catalog, date);
    order.options.audience =
        Audience::parse(stamp.get("audience")).ok_or_else(|| unknown("audience"))?;
    order.options.chapters = stamp
        .get("chapters")
        .split_whitespace()
        .map(|name| Chapter::parse(name).ok_or_else(|| unknown("chapters")))
        .collect::<Result<_, _>>()?;
    order.pdf.paper = Paper::parse(stamp.get("paper")).ok_or_else(|| unknown("paper"))?;
    if edition(stamp).is_none() {
        return Err(unknown("edition"));
    }
    stamp
        .get("modelFile")
        .clone_into(&mut order.options.model_file);
    order.options.model_digest = digest(evidence.model_bytes);
    order
        .options
        .catalog_digest
        .clone_from(&evidence.catalog_digest);
    // Another build of this version may well make the same report: the digest is a part of it, and is compared where it does not.
    stamp
        .get("programDigest")
        .clone_into(&mut order.options.program_digest);
    order.options.logo.clone_from(&evidence.logo);
    order.pdf.fonts.clone_from(&evidence.fonts);
    if stamp.tells_a_review() {
        // No file holds it but the report itself.
        let sitting = serde_json::from_str(stamp.get(REVIEW));
        order.options.sitting =
            Some(sitting.map_err(|_| {
                "the review: what the report keeps of it cannot be read".to_owned()
            })?);
    }
    let embedded = stamp.get("embedded");
    if !embedded.is_empty() {
        order.pdf.attachment = Some(model_attachment(embedded, evidence.model_bytes));
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_properties_are_read_and_others_are_not() {
        let packet = "<dc:title>x</dc:title><bartizan:modelFile>a &amp;lt; b.ron</bartizan:modelFile><bartizan:broken>";
        let entries = entries(packet);
        assert_eq!(entries["modelFile"], "a &lt; b.ron");
        assert_eq!(entries.len(), 1);
    }

    #[test]
    fn what_is_no_pdf_says_so() {
        assert!(matches!(stamp(b"hello"), Err(StampError::Unreadable(_))));
    }
}
