//! `bartizan draw`: the pipeline as text, as coordinates or as a vector picture.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use super::Shared;
use super::failure::{self, Failure};
use super::inputs::{self, Day, never_replace, unknown_words};
use super::layers;
use super::out;
use crate::analysis::{Assessment, Risk, assess};
use crate::layout::{
    Badge, BoxDecor, Charset, Decor, Layout, Point, Rect, Severity, first_variant, lay_out,
    sketch_of, svg, text_picture,
};
use crate::model::ThreatModel;
use crate::store;

/// Draw the pipeline
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan draw model.ron
  bartizan draw model.ron --ascii | mail -s pipeline team@example.org
  bartizan draw model.ron --svg -o pipeline.svg
  bartizan draw model.ron --format json -o layout.json"
)]
pub(super) struct Args {
    /// The system
    file: PathBuf,

    /// What to draw with
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Short for `--format svg`
    #[arg(long, conflicts_with = "format")]
    svg: bool,

    /// Use plain ASCII instead of box-drawing characters
    #[arg(long)]
    ascii: bool,

    /// Leave out the number of open findings on each box
    #[arg(long)]
    plain: bool,

    /// The file to write instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    day: Day,
}

/// A form of the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// Characters
    #[default]
    Text,
    /// Coordinates in character cells
    Json,
    /// A vector picture
    Svg,
}

pub(super) fn run(args: &Args, shared: &Shared) -> Result<ExitCode, Failure> {
    if let Some(output) = &args.output {
        let model = [("model", args.file.as_path())];
        never_replace(output, "drawing", model.into_iter().chain(shared.files()))?;
    }
    let loaded = inputs::document(&args.file)?;
    let catalog = layers::catalog(shared, Some(&args.file), false)?;
    // A drawing needs no more than boxes and lines, so unknown words are no reason to refuse it.
    let unknown = unknown_words(&loaded, &catalog)
        .into_iter()
        .map(failure::warning);
    failure::tell(&unknown.collect::<Vec<_>>(), shared.color);
    let sketch = sketch_of(&loaded.model, &catalog);
    let layout = lay_out(&sketch, first_variant());
    let decor = || {
        let date = args.day.date.unwrap_or_else(store::today);
        if args.plain {
            Decor::default()
        } else {
            badges(&loaded.model, &assess(&loaded.model, &catalog, date))
        }
    };
    let format = if args.svg { Format::Svg } else { args.format };
    let text = match format {
        Format::Text => {
            let charset = if args.ascii {
                Charset::Ascii
            } else {
                Charset::Unicode
            };
            text_picture(&sketch, &layout, &decor(), charset)
        }
        Format::Svg => svg(&sketch, &layout, &decor()),
        Format::Json => out::escaped(&json(&layout)?),
    };
    match &args.output {
        None => out::print(&text)?,
        Some(path) => store::write_atomic(path, text.as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The badge of every box.
fn badges(model: &ThreatModel, assessment: &Assessment) -> Decor {
    let boxes = model.components.keys().filter_map(|id| {
        let badge = assessment.badge(id);
        let shown = match badge.worst {
            Some(worst) => Badge::Open(
                u32::try_from(badge.open).unwrap_or(u32::MAX),
                severity(worst),
            ),
            None if badge.applies > 0 => Badge::Treated,
            None => return None,
        };
        let decor = BoxDecor {
            badge: Some(shown),
            ..BoxDecor::default()
        };
        Some((id.to_string(), decor))
    });
    Decor {
        boxes: boxes.collect(),
        ..Decor::default()
    }
}

fn severity(risk: Risk) -> Severity {
    match risk {
        Risk::Low => Severity::Low,
        Risk::Medium => Severity::Medium,
        Risk::High => Severity::High,
        Risk::Critical => Severity::Critical,
    }
}

/// The drawing as coordinates: a contract (DESIGN 8).
#[derive(Serialize)]
struct Drawing<'a> {
    schema: u32,
    nodes: BTreeMap<&'a str, Cells>,
    edges: Vec<Edge<'a>>,
    zones: BTreeMap<&'a str, Cells>,
    legend: Vec<Legend<'a>>,
}

#[derive(Serialize)]
struct Cells {
    x: i32,
    y: i32,
    w: i32,
    h: i32,
}

#[derive(Serialize)]
struct Edge<'a> {
    id: &'a str,
    points: Vec<[i32; 2]>,
    label: Option<Label<'a>>,
    number: Option<u32>,
}

#[derive(Serialize)]
struct Label<'a> {
    #[serde(flatten)]
    area: Cells,
    text: &'a str,
}

#[derive(Serialize)]
struct Legend<'a> {
    number: u32,
    text: &'a str,
}

impl From<Rect> for Cells {
    fn from(rect: Rect) -> Self {
        Self {
            x: rect.x,
            y: rect.y,
            w: rect.w,
            h: rect.h,
        }
    }
}

fn json(layout: &Layout) -> Result<String, Failure> {
    let rects = |all: &'_ BTreeMap<String, Rect>| -> Vec<(String, Rect)> {
        all.iter().map(|(id, rect)| (id.clone(), *rect)).collect()
    };
    let (boxes, frames) = (rects(&layout.boxes), rects(&layout.zones));
    let edges = layout.flows.iter().map(|(id, route)| Edge {
        id,
        points: route.points.iter().map(|at: &Point| [at.x, at.y]).collect(),
        label: route.label.as_ref().map(|label| Label {
            area: label.area.into(),
            text: &label.text,
        }),
        number: route.number,
    });
    let legend = layout.legend.iter().map(|(number, text)| Legend {
        number: *number,
        text,
    });
    let drawing = Drawing {
        schema: 1,
        nodes: boxes
            .iter()
            .map(|(id, rect)| (id.as_str(), (*rect).into()))
            .collect(),
        edges: edges.collect(),
        zones: frames
            .iter()
            .map(|(id, rect)| (id.as_str(), (*rect).into()))
            .collect(),
        legend: legend.collect(),
    };
    let text = serde_json::to_string_pretty(&drawing)
        .map_err(|error| Failure::new(format!("the drawing has no JSON form: {error}")))?;
    Ok(text + "\n")
}
