//! One typeface: which characters it has, how wide they are, how pairs are kerned, and its subset for a file.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use allsorts::binary::read::ReadScope;
use allsorts::font::{Font, MatchingPresentation, read_cmap_subtable};
use allsorts::font_data::{DynamicFontTableProvider, FontData};
use allsorts::gsub::FeatureMask;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use allsorts::tables::FontTableProvider;
use allsorts::tables::cmap::Cmap;
use allsorts::tag;

/// A face, ready to measure and to subset.
pub(in crate::report) struct Face<'a> {
    /// Its `PostScript` name, written into the file.
    pub name: String,
    /// Height above the baseline, as a part of the size.
    pub ascent: f32,
    /// Depth below the baseline, as a part of the size.
    pub descent: f32,
    units: f32,
    glyphs: BTreeMap<u32, u16>,
    advances: Vec<u16>,
    font: RefCell<Font<DynamicFontTableProvider<'a>>>,
}

impl<'a> Face<'a> {
    /// Reads TrueType, OpenType, the first face of a collection, WOFF or WOFF2.
    pub(in crate::report) fn load(name: &str, bytes: &'a [u8]) -> Result<Face<'a>, String> {
        let file = ReadScope::new(bytes)
            .read::<FontData<'a>>()
            .map_err(|error| error.to_string())?;
        let provider = file.table_provider(0).map_err(|error| error.to_string())?;
        let mut font = Font::new(provider).map_err(|error| error.to_string())?;
        let units = f32::from(font.head_table.units_per_em.max(1));
        let advances = (0..font.num_glyphs())
            .map(|glyph| font.horizontal_advance(glyph).unwrap_or(0))
            .collect();
        Ok(Face {
            name: name.to_owned(),
            ascent: f32::from(font.hhea_table.ascender) / units,
            descent: -f32::from(font.hhea_table.descender) / units,
            units,
            glyphs: glyphs_of(&font.font_table_provider)?,
            advances,
            font: RefCell::new(font),
        })
    }

    /// The glyph of a character, if the face has one.
    pub(in crate::report) fn glyph(&self, c: char) -> Option<u16> {
        self.glyphs.get(&u32::from(c)).copied()
    }

    /// The advance of a character in thousandths of the size, cut off as printpdf cuts it off when it writes `/W`: rounding
    /// here would let a long line drift away from what a viewer draws.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the same truncation as the writer's"
    )]
    pub(super) fn advance(&self, c: char) -> i32 {
        let glyph = usize::from(self.glyph(c).unwrap_or(0));
        let advance = self.advances.get(glyph).copied().unwrap_or(0);
        (f32::from(advance) * 1000.0 / self.units) as i32
    }

    /// The kerning after each character, in thousandths of the size; all zero where the face merges characters, because every
    /// glyph of the file must stand for one character.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "kerning is a few hundred units"
    )]
    pub(super) fn kerning(&self, text: &str) -> Vec<i16> {
        let count = text.chars().count();
        let mut font = self.font.borrow_mut();
        let script = script_of(text);
        let glyphs = font.map_glyphs(text, script, MatchingPresentation::NotRequired);
        if glyphs.len() != count {
            return vec![0; count];
        }
        match font.shape(glyphs, script, None, FeatureMask::empty(), &[], None, true) {
            Ok(infos) if infos.len() == count => infos
                .iter()
                .map(|info| (f32::from(info.kerning) * 1000.0 / self.units).round() as i16)
                .collect(),
            _ => vec![0; count],
        }
    }

    /// A font file with only these glyphs, and the new number of each. Glyph 0 stays first, so a file never shows it by
    /// accident.
    pub(in crate::report) fn subset(
        &self,
        glyphs: &BTreeSet<u16>,
    ) -> Result<(Vec<u8>, BTreeMap<u16, u16>), String> {
        let ids: Vec<u16> = std::iter::once(0)
            .chain(glyphs.iter().copied().filter(|glyph| *glyph != 0))
            .collect();
        let font = self.font.borrow();
        let bytes = subset(
            &font.font_table_provider,
            &ids,
            &SubsetProfile::Pdf,
            CmapTarget::Unicode,
        )
        .map_err(|error| error.to_string())?;
        Ok((
            bytes,
            ids.iter()
                .zip(0u16..)
                .map(|(old, new)| (*old, new))
                .collect(),
        ))
    }
}

fn glyphs_of(provider: &impl FontTableProvider) -> Result<BTreeMap<u32, u16>, String> {
    let data = provider
        .read_table_data(tag::CMAP)
        .map_err(|error| error.to_string())?;
    let cmap = ReadScope::new(&data)
        .read::<Cmap<'_>>()
        .map_err(|error| error.to_string())?;
    let (_, table) = read_cmap_subtable(&cmap)
        .map_err(|error| error.to_string())?
        .ok_or_else(|| "it maps no Unicode characters".to_owned())?;
    let mut glyphs = BTreeMap::new();
    let keep = |code, glyph| {
        if glyph != 0 {
            glyphs.insert(code, glyph);
        }
    };
    table.mappings_fn(keep).map_err(|error| error.to_string())?;
    Ok(glyphs)
}

/// The script whose kerning rules a word wants.
fn script_of(text: &str) -> u32 {
    match text.chars().find(|c| c.is_alphabetic()).map(u32::from) {
        Some(0x0370..=0x03ff) => tag::GREK,
        Some(0x0400..=0x052f) => tag::CYRL,
        _ => tag::LATN,
    }
}
