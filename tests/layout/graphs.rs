//! The graphs that drawings are measured on, and made ones of any size.

use bartizan::layout::{BoxSketch, FlowSketch, Shape, Sketch, ZoneSketch};
use serde_json::Value;

/// The pipelines of `tests/graphs`, small ones first.
pub const PIPELINES: [&str; 8] = [
    "g01_batch_train",
    "g02_batch_scoring",
    "g03_edge_vision",
    "g05_fraud_realtime",
    "g06_recsys",
    "g08_federated",
    "g09_mlops_platform",
    "g11_health_imaging",
];

/// The synthetic ones.
pub const SYNTHETIC: [&str; 2] = ["s200", "s500"];

/// Reads a graph of `tests/graphs`.
pub fn graph(name: &str) -> Sketch {
    let path = format!("{}/tests/graphs/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let value: Value = serde_json::from_str(&text).unwrap();
    let list = |key: &str| value[key].as_array().unwrap().clone();
    let zones = list("zones")
        .iter()
        .enumerate()
        .map(|(index, zone)| ZoneSketch {
            id: text_of(&zone["id"]),
            title: text_of(&zone["title"]),
            parent: zone["parent"].as_str().map(str::to_owned),
            trust: Some(u8::try_from(index % 4).unwrap()),
        })
        .collect();
    let boxes = list("boxes")
        .iter()
        .map(|it| BoxSketch {
            id: text_of(&it["id"]),
            title: text_of(&it["title"]),
            shape: match it["shape"].as_str() {
                Some("store") => Shape::Store,
                Some("model") => Shape::Model,
                Some("external") => Shape::External,
                Some("sensor") => Shape::Sensor,
                _ => Shape::Process,
            },
            zone: it["zone"].as_str().map(str::to_owned),
            at: None,
            pinned: false,
        })
        .collect();
    let flows = list("flows")
        .iter()
        .map(|it| FlowSketch {
            id: text_of(&it["id"]),
            from: text_of(&it["from"]),
            to: text_of(&it["to"]),
            label: text_of(&it["label"]),
            guarded: None,
        })
        .collect();
    Sketch {
        zones,
        boxes,
        flows,
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A process without a position.
pub fn process(id: &str, zone: Option<&str>) -> BoxSketch {
    BoxSketch {
        id: id.to_owned(),
        title: id.to_owned(),
        shape: Shape::Process,
        zone: zone.map(str::to_owned),
        at: None,
        pinned: false,
    }
}

/// A flow with an id made of its ends.
pub fn flow(from: &str, to: &str, label: &str) -> FlowSketch {
    FlowSketch {
        id: format!("{from}-{to}-{label}"),
        from: from.to_owned(),
        to: to.to_owned(),
        label: label.to_owned(),
        guarded: None,
    }
}

/// A zone at the root.
pub fn zone(id: &str) -> ZoneSketch {
    ZoneSketch {
        id: id.to_owned(),
        title: id.to_uppercase(),
        parent: None,
        trust: Some(1),
    }
}

/// A made pipeline: zones of about eight boxes, most flows short and forward, a few long or backward.
pub fn made(boxes: usize, flows: usize) -> Sketch {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let zones = boxes.div_ceil(8);
    let mut sketch = Sketch::default();
    for index in 0..zones {
        sketch.zones.push(zone(&format!("z{index:03}")));
    }
    for index in 0..boxes {
        sketch.boxes.push(process(
            &format!("box {index:04}"),
            Some(&format!("z{:03}", index / 8)),
        ));
    }
    for index in 0..flows {
        let from = random(boxes);
        let reach = if random(10) == 0 { 30 } else { 6 };
        let to = (from + 1 + random(reach)) % boxes;
        let mut flow = flow(
            &format!("box {from:04}"),
            &format!("box {to:04}"),
            &format!("data {index}"),
        );
        flow.id = format!("f{index:05}");
        sketch.flows.push(flow);
    }
    sketch
}
