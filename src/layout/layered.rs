//! The layered drawing of one container: layers, order within them, coordinates.
//!
//! After Gansner et al. (dot, 1993), with two changes that matter on a coarse grid: neighbours are compared by coordinates
//! rather than by position in the layer, with the offset of the real end inside a sub-zone; and coordinates come from
//! isotonic regression, which keeps order and gaps and is exact.
//!
//! *Main* is the axis along which the pipeline runs, *cross* the other one.

mod isotonic;
mod order;

use isotonic::isotonic;

use super::rank;

/// Something to place: a box or a whole sub-zone.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    /// Its size along the main axis.
    pub(super) main: i32,
    /// Its size along the cross axis.
    pub(super) cross: i32,
    /// Where flows from outside want it: the sum of cross coordinates (the middle of the container is 0), and how many.
    pub(super) pull: (f32, f32),
    /// Extra cells wanted behind it for the lanes of flows that leave the container.
    pub(super) lanes: i32,
}

/// A flow between two items.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The cross distance of the real end from the middle of the item.
    pub(super) from_offset: f32,
    pub(super) to_offset: f32,
    /// The columns of its label.
    pub(super) label: i32,
}

/// The empty cells between things.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spacing {
    /// Between two items of a layer.
    pub(super) items: i32,
    /// Between anything and a passing flow.
    pub(super) lanes: i32,
    /// Between two layers, without lanes and labels.
    pub(super) layers: i32,
    /// Do labels stand in the gap between the layers (a drawing from left to right)?
    pub(super) labels_between: bool,
}

impl Spacing {
    /// Top-down: a row for the line with its label beside it, a row for the arrow.
    pub(super) const DOWN: Self = Self {
        items: 5,
        lanes: 2,
        layers: 2,
        labels_between: false,
    };
    /// Left to right: labels stand in the gap.
    pub(super) const RIGHT: Self = Self {
        items: 2,
        lanes: 1,
        layers: 4,
        labels_between: true,
    };

    /// With more room everywhere.
    pub(super) const fn loosened(self, more: i32) -> Self {
        let twice = if self.labels_between { 1 } else { 2 };
        Self {
            items: self.items + twice * more,
            lanes: self.lanes + more,
            layers: self.layers + (3 - twice) * more,
            ..self
        }
    }
}

/// The longest label for which a gap between layers is widened.
const LABEL_GAP: i32 = 16;
/// At most this many cells are added to a gap for its lanes.
const MOST_LANES: i32 = 8;
/// Beyond this many nodes the exchange of neighbours costs more than it brings.
const EXCHANGE_LIMIT: usize = 400;

/// The top left corner of every item as (main, cross).
pub(super) fn arrange(
    items: &[Item],
    links: &[Link],
    spacing: Spacing,
    sweeps: usize,
) -> Vec<(i32, i32)> {
    if items.is_empty() {
        return Vec::new();
    }
    let mut ladder = Ladder::new(items, links, spacing);
    ladder.order(sweeps);
    for round in 0..6 {
        ladder.relax_all(round % 2 == 0);
    }
    ladder.corners(links)
}

/// An item, or the place where a long flow passes a layer.
struct Node {
    layer: usize,
    cross: i32,
}

/// A piece of a flow between two neighbouring layers.
struct Span {
    upper: usize,
    lower: usize,
    upper_offset: f32,
    lower_offset: f32,
    weight: f32,
}

/// A neighbour, seen from one end of a span.
#[derive(Clone)]
struct Neighbour {
    node: usize,
    own_offset: f32,
    its_offset: f32,
    weight: f32,
}

struct Ladder<'a> {
    items: &'a [Item],
    spacing: Spacing,
    nodes: Vec<Node>,
    layers: Vec<Vec<usize>>,
    /// The middle of every node on the cross axis.
    x: Vec<f32>,
    spans: Vec<Span>,
    /// The spans below each layer.
    spans_below: Vec<Vec<usize>>,
    above: Vec<Vec<Neighbour>>,
    below: Vec<Vec<Neighbour>>,
}

impl<'a> Ladder<'a> {
    fn new(items: &'a [Item], links: &[Link], spacing: Spacing) -> Self {
        let extents: Vec<i32> = items
            .iter()
            .map(|item| item.cross + spacing.items)
            .collect();
        let ends: Vec<(usize, usize)> = links.iter().map(|link| (link.from, link.to)).collect();
        let ranks = rank::ranks(&extents, &ends);
        let nodes: Vec<Node> = items
            .iter()
            .zip(&ranks)
            .map(|(item, &layer)| Node {
                layer,
                cross: item.cross,
            })
            .collect();
        let mut ladder = Self {
            items,
            spacing,
            nodes,
            layers: Vec::new(),
            x: Vec::new(),
            spans: Vec::new(),
            spans_below: Vec::new(),
            above: Vec::new(),
            below: Vec::new(),
        };
        for link in links {
            ladder.add_spans(link);
        }
        ladder.index(ranks.iter().max().map_or(1, |last| last + 1));
        ladder
    }

    fn add_spans(&mut self, link: &Link) {
        let (mut first, mut last) = ((link.from, link.from_offset), (link.to, link.to_offset));
        if self.nodes[first.0].layer > self.nodes[last.0].layer {
            std::mem::swap(&mut first, &mut last);
        }
        let (top, bottom) = (self.nodes[first.0].layer, self.nodes[last.0].layer);
        if top == bottom {
            return;
        }
        let mut upper = first;
        for layer in top + 1..bottom {
            self.nodes.push(Node { layer, cross: 1 });
            let passing = self.nodes.len() - 1;
            self.spans.push(Span {
                upper: upper.0,
                lower: passing,
                upper_offset: upper.1,
                lower_offset: 0.0,
                weight: 2.0,
            });
            upper = (passing, 0.0);
        }
        let weight = if bottom == top + 1 { 1.0 } else { 2.0 };
        self.spans.push(Span {
            upper: upper.0,
            lower: last.0,
            upper_offset: upper.1,
            lower_offset: last.1,
            weight,
        });
    }

    fn index(&mut self, layers: usize) {
        self.layers = vec![Vec::new(); layers];
        self.spans_below = vec![Vec::new(); layers];
        self.above = vec![Vec::new(); self.nodes.len()];
        self.below = vec![Vec::new(); self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate() {
            self.layers[node.layer].push(index);
        }
        for (index, span) in self.spans.iter().enumerate() {
            self.spans_below[self.nodes[span.upper].layer].push(index);
            let (up, low, weight) = (span.upper_offset, span.lower_offset, span.weight);
            self.below[span.upper].push(Neighbour {
                node: span.lower,
                own_offset: up,
                its_offset: low,
                weight,
            });
            self.above[span.lower].push(Neighbour {
                node: span.upper,
                own_offset: low,
                its_offset: up,
                weight,
            });
        }
        self.x = vec![0.0; self.nodes.len()];
        for layer in &self.layers {
            let offsets = self.offsets(layer);
            let middle = offsets.last().copied().unwrap_or(0.0) / 2.0;
            for (&node, offset) in layer.iter().zip(offsets) {
                self.x[node] = offset - middle;
            }
        }
    }

    /// The middles of a layer's nodes, packed as tightly as the gaps allow.
    fn offsets(&self, layer: &[usize]) -> Vec<f32> {
        let mut offsets = vec![0.0f32; layer.len()];
        for index in 1..layer.len() {
            let (before, node) = (layer[index - 1], layer[index]);
            let sizes = self.nodes[before].cross + self.nodes[node].cross;
            offsets[index] =
                offsets[index - 1] + cells(sizes) / 2.0 + cells(self.gap(before, node));
        }
        offsets
    }

    fn is_item(&self, node: usize) -> bool {
        node < self.items.len()
    }

    fn gap(&self, a: usize, b: usize) -> i32 {
        if self.is_item(a) && self.is_item(b) {
            self.spacing.items
        } else {
            self.spacing.lanes
        }
    }

    fn relax_all(&mut self, down: bool) {
        for step in 0..self.layers.len() {
            self.relax(
                if down {
                    step
                } else {
                    self.layers.len() - 1 - step
                },
                true,
                true,
            );
        }
    }

    /// Moves the nodes of a layer as near to their neighbours as order and gaps allow.
    fn relax(&mut self, layer: usize, up: bool, down: bool) {
        let nodes = &self.layers[layer];
        let wanted: Vec<(f32, f32)> = nodes
            .iter()
            .map(|&node| {
                let mut mean = Mean::default();
                if up {
                    self.draw_to(&mut mean, &self.above[node], 1.0);
                }
                if down {
                    self.draw_to(&mut mean, &self.below[node], 1.0);
                }
                self.pull(&mut mean, node);
                mean.value()
                    .map_or((self.x[node], 0.05), |value| (value, mean.weight))
            })
            .collect();
        let offsets = self.offsets(nodes);
        let shifted: Vec<(f32, f32)> = wanted
            .iter()
            .zip(&offsets)
            .map(|(&(at, weight), offset)| (at - offset, weight))
            .collect();
        let fitted = isotonic(&shifted);
        for (position, &node) in nodes.iter().enumerate() {
            self.x[node] = fitted[position] + offsets[position];
        }
    }

    /// Rounds to cells and stacks the layers.
    fn corners(&self, links: &[Link]) -> Vec<(i32, i32)> {
        let mut cross = vec![0; self.nodes.len()];
        for layer in &self.layers {
            let mut before: Option<usize> = None;
            for &node in layer {
                let mut at = round(self.x[node] - cells(self.nodes[node].cross) / 2.0);
                if let Some(before) = before {
                    at = at.max(cross[before] + self.nodes[before].cross + self.gap(before, node));
                }
                cross[node] = at;
                before = Some(node);
            }
        }
        let mut corners = vec![(0, 0); self.items.len()];
        let mut start = 0;
        for (index, layer) in self.layers.iter().enumerate() {
            let items = || layer.iter().copied().filter(|&node| self.is_item(node));
            let extent = items().map(|node| self.items[node].main).max().unwrap_or(1);
            for node in items() {
                corners[node] = (start + (extent - self.items[node].main) / 2, cross[node]);
            }
            let lanes = items()
                .map(|node| self.items[node].lanes)
                .max()
                .unwrap_or(0);
            start += extent + lanes + self.gap_below(index, links);
        }
        corners
    }

    /// The cells between a layer and the next: more when flows have to shift sideways there, or carry a label.
    fn gap_below(&self, layer: usize, links: &[Link]) -> i32 {
        let shifted = self.spans_below[layer]
            .iter()
            .filter(|&&span| {
                let (upper, lower) = self.span_ends(span);
                let reach = cells(
                    self.nodes[self.spans[span].upper]
                        .cross
                        .min(self.nodes[self.spans[span].lower].cross),
                );
                (upper - lower).abs() > reach / 2.0
            })
            .count();
        let lanes = (i32::try_from(shifted).unwrap_or(0) + 1) / 2;
        let label = links
            .iter()
            .filter(|link| self.nodes[link.from].layer.min(self.nodes[link.to].layer) == layer)
            .map(|link| link.label)
            .max()
            .unwrap_or(0);
        let label = if self.spacing.labels_between {
            label.min(LABEL_GAP)
        } else {
            0
        };
        self.spacing.layers + lanes.min(MOST_LANES) + label
    }
}

/// A weighted mean that grows.
#[derive(Default)]
struct Mean {
    sum: f32,
    weight: f32,
}

impl Mean {
    fn add(&mut self, value: f32, weight: f32) {
        self.sum += value * weight;
        self.weight += weight;
    }

    fn value(&self) -> Option<f32> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }
}

/// Cells as a real number; grids are far smaller than what `f32` holds exactly.
#[allow(clippy::cast_precision_loss)]
pub(super) fn cells(count: i32) -> f32 {
    count as f32
}

/// The nearest cell.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn round(at: f32) -> i32 {
    at.round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item() -> Item {
        Item {
            main: 3,
            cross: 10,
            ..Item::default()
        }
    }

    fn link(from: usize, to: usize) -> Link {
        Link {
            from,
            to,
            from_offset: 0.0,
            to_offset: 0.0,
            label: 0,
        }
    }

    #[test]
    fn a_chain_stands_in_one_line() {
        let corners = arrange(
            &[item(), item(), item()],
            &[link(0, 1), link(1, 2)],
            Spacing::DOWN,
            8,
        );
        assert_eq!(
            corners,
            [(0, 0), (5, 0), (10, 0)].map(|(main, _)| (main, corners[0].1))
        );
    }

    #[test]
    fn crossed_links_are_uncrossed() {
        let corners = arrange(
            &[item(), item(), item(), item()],
            &[link(0, 3), link(1, 2)],
            Spacing::DOWN,
            8,
        );
        assert_eq!(corners[0].1 < corners[1].1, corners[3].1 < corners[2].1);
    }

    #[test]
    fn isotonic_values_never_fall() {
        let fitted = isotonic(&[(3.0, 1.0), (1.0, 1.0), (2.0, 2.0), (5.0, 1.0)]);
        assert!(fitted.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!((fitted[0] - 2.0).abs() < 1e-6);
    }
}
