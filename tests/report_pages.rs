//! Every page of every sample, as a reader meets it: no text lies over another, no arrow loses its head.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod report_fixture;
mod report_samples;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bartizan::analysis::Assessment;
use bartizan::layout::{Layout, first_variant, lay_out, sketch_of};
use bartizan::model::ThreatModel;
use bartizan::report::blocks::Report;
use bartizan::report::{
    Audience, BuildOptions, Chapter, Paper, PdfOptions, build, display_text, html,
};
use report_samples::{CATALOG, SAMPLES, assessed, sample};

struct Sample {
    model: ThreatModel,
    assessment: Assessment,
    layout: Layout,
}

/// The samples with their drawing, which takes the longest: worked out once for all tests.
static DRAWN: LazyLock<BTreeMap<&str, Sample>> = LazyLock::new(|| {
    let read = |name| {
        let model = sample(name);
        let assessment = assessed(&model);
        let layout = lay_out(&sketch_of(&model, &CATALOG), first_variant());
        let sample = Sample {
            model,
            assessment,
            layout,
        };
        (name, sample)
    };
    SAMPLES.into_iter().map(read).collect()
});

fn report(name: &str, audience: Audience, chapters: &[Chapter]) -> Report {
    let Sample {
        model,
        assessment,
        layout,
    } = &DRAWN[name];
    let options = BuildOptions {
        audience,
        chapters: chapters.to_vec(),
        ..BuildOptions::default()
    };
    build(model, &CATALOG, assessment, layout, &options)
}

/// The pages of a report of a sample, each with a line for every text and path.
fn pages(name: &str, audience: Audience, chapters: &[Chapter], paper: Paper) -> Vec<String> {
    let report = report(name, audience, chapters);
    let options = PdfOptions {
        paper,
        ..PdfOptions::default()
    };
    let text = display_text(&report, &options).unwrap();
    text.split("\npage ").map(str::to_owned).collect()
}

/// The pages of the full report of every sample on both papers, with its name: set once for all tests.
static FULL: LazyLock<Vec<(String, Vec<String>)>> = LazyLock::new(|| {
    let all = SAMPLES.into_iter().flat_map(|name| {
        let on = move |paper: Paper| {
            let pages = pages(name, Audience::Full, &[], paper);
            (format!("{name} on {}", paper.name()), pages)
        };
        Paper::ALL.into_iter().map(on)
    });
    all.collect()
});

/// A rectangle on a page: left, top, right, bottom.
type Area = [f32; 4];

fn overlap(a: Area, b: Area) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

fn numbers(line: &str, places: &[usize]) -> Vec<f32> {
    let words: Vec<&str> = line.split_whitespace().collect();
    places
        .iter()
        .map(|place| words[*place].parse().unwrap())
        .collect()
}

/// The texts of a page with the room that their letters take, a little less at each side: letters may come near to each other.
fn texts(page: &str) -> Vec<(Area, &str)> {
    page.lines()
        .map(str::trim_start)
        .filter(|line| line.starts_with("text "))
        .map(|line| {
            let [left, right, base, size] = numbers(line, &[1, 3, 5, 7])[..] else {
                unreachable!("four places give four numbers")
            };
            let words = line.split_once('"').map_or("", |(_, words)| words);
            // The blank behind a text takes no room.
            let blank = if words.ends_with(" \"") { 0.3 } else { 0.05 };
            let area = [
                left + 0.3,
                base - size * 0.62,
                right - size * blank,
                base + size * 0.1,
            ];
            (area, words)
        })
        .filter(|(_, words)| !words.trim_matches(['"', ' ']).is_empty())
        .collect()
}

fn no_text_lies_over_another(pages: &[String], what: &str) {
    for (number, page) in pages.iter().enumerate() {
        let texts = texts(page);
        for (place, (area, words)) in texts.iter().enumerate() {
            for (other, beside) in &texts[place + 1..] {
                assert!(
                    !overlap(*area, *other),
                    "{what}, page {}: {words} {area:?} lies over {beside} {other:?}",
                    number + 1
                );
            }
        }
    }
}

/// The arrow heads of a page: small shapes without an edge in one of the colours of lines.
fn heads(page: &str) -> Vec<Area> {
    page.lines()
        .map(str::trim_start)
        .filter(|line| line.ends_with(" fill #0b628f") || line.ends_with(" fill #142f4b"))
        .map(area_of)
        .filter(|[left, top, right, bottom]| right - left < 8.0 && bottom - top < 8.0)
        .collect()
}

fn badges(page: &str) -> Vec<Area> {
    page.lines()
        .map(str::trim_start)
        .filter(|line| line.starts_with("path ") && line.ends_with(" stroke #ffffff 0.8"))
        .map(area_of)
        .collect()
}

fn area_of(line: &str) -> Area {
    let [left, top, right, bottom] = numbers(line, &[1, 2, 4, 5])[..] else {
        unreachable!("four places give four numbers")
    };
    [left, top, right, bottom]
}

#[test]
fn no_text_lies_over_another_in_any_choice_of_chapters() {
    let pairs = Chapter::ALL.windows(2).map(<[Chapter]>::to_vec);
    let one = Chapter::ALL.into_iter().map(|chapter| vec![chapter]);
    let example = vec![Chapter::Guidance, Chapter::Procurement];
    for chapters in one.chain(pairs).chain([example]) {
        let pages = pages("card-fraud", Audience::Full, &chapters, Paper::A4);
        no_text_lies_over_another(&pages, &format!("{chapters:?}"));
    }
}

#[test]
fn no_text_lies_over_another_in_any_sample() {
    for (what, pages) in FULL.iter() {
        no_text_lies_over_another(pages, what);
    }
    for name in SAMPLES {
        for paper in Paper::ALL {
            let pages = pages(name, Audience::Brief, &[], paper);
            no_text_lies_over_another(&pages, &format!("{name} {}", paper.name()));
        }
    }
}

#[test]
fn the_brief_of_every_sample_has_four_pages_on_both_papers() {
    for name in SAMPLES {
        for paper in [Paper::A4, Paper::Letter] {
            let found = pages(name, Audience::Brief, &[], paper);
            assert_eq!(found.len(), 4, "{name} on {paper:?}");
            let left_out = found.iter().any(|page| page.contains("left out of this"));
            assert!(!left_out, "{name} on {paper:?} has no picture");
        }
    }
}

/// The sizes of the texts of a page, in the order in which they are set; head and foot come last and are left out.
fn sizes(page: &str) -> Vec<&str> {
    let texts = page.lines().map(str::trim_start);
    let texts = texts.filter(|line| line.starts_with("text "));
    texts
        .map(|line| line.split_whitespace().nth(7).unwrap())
        .filter(|size| *size != FURNITURE)
        .collect()
}

const CHAPTER: &str = "22.0";
const FURNITURE: &str = "8.0";
/// Lead and running text: what opens a chapter. A box below them is a piece of its own.
const OPENING: [&str; 2] = ["11.4", "9.6"];

/// A chapter whose title and opening words stand alone above an empty rest of a page looks like a mistake.
#[test]
fn a_chapter_begins_where_its_first_table_figure_or_box_does() {
    for (what, pages) in FULL.iter() {
        for page in pages {
            let sizes = sizes(page);
            let title = sizes.iter().rposition(|size| *size == CHAPTER);
            let Some(title) = title.filter(|_| !page.contains("Contents")) else {
                continue;
            };
            let more = |size: &&str| *size != CHAPTER && !OPENING.contains(size);
            assert!(sizes[title..].iter().any(more), "{what}: {}", head(page));
        }
    }
}

/// What the running head of a page says, after its size.
fn head(page: &str) -> &str {
    page.lines().next().unwrap_or_default()
}

/// Size, height and words of the texts between head and foot of a page.
fn body(page: &str) -> impl Iterator<Item = (&str, f32, &str)> {
    let texts = page.lines().map(str::trim_start);
    let texts = texts.filter(|line| line.starts_with("text "));
    texts.filter_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let said = line.split_once('"').map_or("", |(_, words)| words);
        let text = (words[7], words[5].parse().unwrap(), said);
        (text.0 != FURNITURE).then_some(text)
    })
}

/// Which part of the room between head and foot stays empty at the end of a page. A wide page holds a picture and nothing else.
fn empty(page: &str) -> f32 {
    const TOP: f32 = 66.0;
    const FOOT: f32 = 66.0;
    let size: Vec<&str> = head(page).trim_start_matches("page ").split(' ').collect();
    let (width, height): (f32, f32) = (size[0].parse().unwrap(), size[2].parse().unwrap());
    if width > height {
        return 0.0;
    }
    let last = body(page).map(|(_, base, _)| base).fold(TOP, f32::max);
    (height - FOOT - last) / (height - FOOT - TOP)
}

/// A page goes on with the chapter of the page before, unless a title stands at its head.
fn goes_on(page: &str) -> bool {
    body(page).next().is_some_and(|(size, ..)| size != CHAPTER)
}

/// A page that ends early looks like the end of something: within a chapter none does, and a new chapter begins below the last where
/// there is room for it. The cover and the contents are designed by themselves, as are the pages before brief and picture.
#[test]
fn a_page_is_filled_unless_something_ends_on_it() {
    let starts_a_page = |page: &str| {
        let title = body(page).next().map(|(.., words)| words);
        title.is_some_and(|words| {
            words.starts_with("Decision brief") || words.starts_with("The pipeline")
        })
    };
    for (what, pages) in FULL.iter() {
        for pair in pages[1..].windows(2) {
            let most = match &pair[1] {
                page if starts_a_page(page) => 1.0,
                // The room of the tallest chart, which is not parted.
                page if goes_on(page) => 0.36,
                _ => 0.45,
            };
            let empty = empty(&pair[0]);
            assert!(
                empty <= most,
                "{what}: {empty} of {} is empty",
                head(&pair[0])
            );
        }
    }
}

/// The end of a sheet that stands alone at the head of a page is read as something new.
#[test]
fn a_page_that_goes_on_with_a_sheet_has_more_than_a_line_of_it() {
    const HEADING: &str = "13.2";
    const CELL: &str = "8.4";
    let table = |page: &&String| body(page).next().is_some_and(|(size, ..)| size == CELL);
    for (what, pages) in FULL.iter() {
        let going_on = pages.iter().filter(|page| page.contains(", continued"));
        for page in going_on.filter(table) {
            let top = body(page).map(|(_, base, _)| base).fold(f32::MAX, f32::min);
            let next = body(page).find(|(size, ..)| [HEADING, CHAPTER].contains(size));
            if let Some((_, base, _)) = next {
                assert!(base - top > 60.0, "{what}: {}", head(page));
            }
        }
    }
}

/// A matrix that a page can hold is read as one picture: it gets tighter, or waits for the next page.
#[test]
fn a_matrix_that_one_page_holds_is_not_parted() {
    let heads = |page: &str| page.contains("\"ML01") && page.contains("\"Component ");
    for name in SAMPLES {
        for paper in Paper::ALL {
            let chapters = [Chapter::Pipeline, Chapter::Matrix];
            let pages = pages(name, Audience::Full, &chapters, paper);
            let parts: Vec<&String> = pages.iter().filter(|page| heads(page)).collect();
            assert_eq!(parts.len(), 1, "{name} on {paper:?}");
            // The codes over its columns are explained on its page.
            let names = parts[0].matches("Attack").count();
            assert!(names >= 3, "{name} on {paper:?}: {names}");
        }
    }
}

/// A reader who opens a report in the middle of a threat's table has to see whose it is.
#[test]
fn a_page_that_goes_on_with_a_table_says_under_which_heading() {
    let pages = pages("card-fraud", Audience::Full, &[Chapter::Threats], Paper::A4);
    let heads: Vec<&str> = pages.iter().map(|page| head(page)).collect();
    let going_on = heads.iter().filter(|head| {
        head.contains("The threats, and other standards · ML") && head.contains(", continued")
    });
    assert!(going_on.count() > 0, "{heads:#?}");
}

/// The last page of a report is not the end of a table of nine rows.
#[test]
fn what_a_report_was_made_from_stands_on_one_page() {
    for (what, pages) in FULL.iter() {
        let last = pages.last().unwrap();
        assert!(
            last.contains("\"Program ") && last.contains("\"bartizan "),
            "{what}"
        );
    }
}

/// Where the head of a page has too little room, the chapter's name goes, then the sheet's gets shorter.
#[test]
fn a_running_head_that_says_continued_says_it_whole() {
    for name in SAMPLES {
        for paper in Paper::ALL {
            let pages = pages(name, Audience::Full, &[Chapter::Findings], paper);
            for page in &pages {
                let head = head(page);
                let whole = [", continued\"", ", continued \""];
                assert!(
                    !head.contains("continued") || whole.iter().any(|end| page.contains(end)),
                    "{name} on {paper:?}: {head}"
                );
            }
        }
    }
}

#[test]
fn every_arrow_shows_its_head() {
    for name in SAMPLES {
        for paper in Paper::ALL {
            let pages = pages(name, Audience::Full, &[Chapter::Pipeline], paper);
            let (mut seen, mut marks) = (0, 0);
            for page in &pages {
                let (heads, badges) = (heads(page), badges(page));
                (seen, marks) = (seen + heads.len(), marks + badges.len());
                for badge in &badges {
                    let hidden = heads.iter().filter(|head| overlap(**head, *badge));
                    assert_eq!(hidden.count(), 0, "{name} {}: {badge:?}", paper.name());
                }
            }
            assert!(
                seen > 5 && marks > 0,
                "{name}: {seen} heads, {marks} badges"
            );
        }
    }
}

#[test]
fn a_list_of_contents_stands_only_before_a_report_that_is_long_enough_for_one() {
    let listed = |chapters: &[Chapter]| {
        let pages = pages("card-fraud", Audience::Full, chapters, Paper::A4);
        pages.iter().any(|page| page.contains("\"Contents \""))
    };
    assert!(!listed(&[Chapter::Brief]));
    assert!(listed(&[]));
}

#[test]
fn the_page_on_the_web_offers_the_levels_that_its_findings_have() {
    let offered = |name: &str| {
        let report = report(name, Audience::Full, &[]);
        let page = html(&report, &PdfOptions::default()).unwrap();
        ["low", "medium", "high", "critical"]
            .into_iter()
            .filter(|level| page.contains(&format!("id=\"show-{level}\"")))
            .collect::<Vec<_>>()
    };
    assert_eq!(offered("recommender"), ["low", "medium"]);
    assert_eq!(offered("card-fraud"), ["low", "medium", "high"]);
}

#[test]
fn no_text_lies_over_another_in_the_parts_of_a_large_picture() {
    for paper in Paper::ALL {
        let options = PdfOptions {
            paper,
            ..PdfOptions::default()
        };
        let text = display_text(&report_fixture::large(), &options).unwrap();
        let pages: Vec<String> = text.split("\npage ").map(str::to_owned).collect();
        assert!(pages.iter().any(|page| page.contains("\"Part 2 of ")));
        no_text_lies_over_another(&pages, paper.name());
    }
}
