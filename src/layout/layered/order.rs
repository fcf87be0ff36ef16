//! The order within layers: sweeps to the mean of the neighbours, exchanges of two that stand side by side, and the count
//! of crossings that says which order is the best.

use super::{EXCHANGE_LIMIT, Ladder, Mean, Neighbour, cells};

impl Ladder<'_> {
    /// Finds an order within the layers with few crossings: sweeps up and down, then exchanges of neighbours.
    pub(super) fn order(&mut self, sweeps: usize) {
        let mut best = (i64::MAX, f32::MAX, self.layers.clone(), self.x.clone());
        for sweep in 0..sweeps {
            let down = sweep % 2 == 0;
            for step in 0..self.layers.len() {
                let layer = if down {
                    step
                } else {
                    self.layers.len() - 1 - step
                };
                self.sort_layer(layer, down, sweep >= 2);
                self.relax(layer, down || sweep > 1, !down || sweep > 1);
            }
            let (crossings, length) = (self.crossings(), self.length());
            if (crossings, length) < (best.0, best.1) {
                best = (crossings, length, self.layers.clone(), self.x.clone());
            }
        }
        if best.0 != i64::MAX {
            (self.layers, self.x) = (best.2, best.3);
        }
        if self.nodes.len() <= EXCHANGE_LIMIT {
            for _ in 0..4 {
                if !self.exchange() {
                    break;
                }
            }
        }
    }

    /// Sorts a layer by where its neighbours are.
    pub(super) fn sort_layer(&mut self, layer: usize, down: bool, both: bool) {
        let mut keyed: Vec<(f32, usize)> = self.layers[layer]
            .iter()
            .map(|&node| {
                let (near, far) = if down {
                    (&self.above, &self.below)
                } else {
                    (&self.below, &self.above)
                };
                let mut mean = Mean::default();
                self.draw_to(&mut mean, &near[node], 1.0);
                if both {
                    self.draw_to(&mut mean, &far[node], 0.3);
                }
                self.pull(&mut mean, node);
                (mean.value().unwrap_or(self.x[node]), node)
            })
            .collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.layers[layer] = keyed.into_iter().map(|(_, node)| node).collect();
    }

    pub(super) fn draw_to(&self, mean: &mut Mean, neighbours: &[Neighbour], factor: f32) {
        for other in neighbours {
            mean.add(
                self.x[other.node] + other.its_offset - other.own_offset,
                other.weight * factor,
            );
        }
    }

    pub(super) fn pull(&self, mean: &mut Mean, node: usize) {
        if let Some(item) = self.items.get(node) {
            mean.sum += item.pull.0 * 0.5;
            mean.weight += item.pull.1 * 0.5;
        }
    }

    pub(super) fn span_ends(&self, span: usize) -> (f32, f32) {
        let span = &self.spans[span];
        (
            self.x[span.upper] + span.upper_offset,
            self.x[span.lower] + span.lower_offset,
        )
    }

    pub(super) fn crossings_below(&self, layer: usize) -> i64 {
        let ends: Vec<(f32, f32)> = self.spans_below[layer]
            .iter()
            .map(|&span| self.span_ends(span))
            .collect();
        let mut crossings = 0;
        for (index, a) in ends.iter().enumerate() {
            crossings += ends[index + 1..]
                .iter()
                .filter(|b| (a.0 - b.0) * (a.1 - b.1) < -1e-6)
                .count();
        }
        i64::try_from(crossings).unwrap_or(i64::MAX)
    }

    pub(super) fn crossings(&self) -> i64 {
        (0..self.layers.len())
            .map(|layer| self.crossings_below(layer))
            .sum()
    }

    pub(super) fn length(&self) -> f32 {
        let spans: f32 = (0..self.spans.len())
            .map(|index| {
                let (upper, lower) = self.span_ends(index);
                (upper - lower).abs() * self.spans[index].weight
            })
            .sum();
        let pulls: f32 = self
            .items
            .iter()
            .zip(&self.x)
            .map(|(item, x)| (x * item.pull.1 - item.pull.0).abs() * 0.5)
            .sum();
        spans + pulls
    }

    /// Swaps neighbours in a layer where that saves crossings.
    pub(super) fn exchange(&mut self) -> bool {
        let mut changed = false;
        for layer in 0..self.layers.len() {
            for index in 1..self.layers[layer].len() {
                let (a, b) = (self.layers[layer][index - 1], self.layers[layer][index]);
                let around = |ladder: &Self| {
                    ladder.crossings_below(layer)
                        + layer
                            .checked_sub(1)
                            .map_or(0, |above| ladder.crossings_below(above))
                };
                let before = around(self);
                if before == 0 {
                    break;
                }
                let (xa, xb) = (self.x[a], self.x[b]);
                let (half_a, half_b) = (
                    cells(self.nodes[a].cross) / 2.0,
                    cells(self.nodes[b].cross) / 2.0,
                );
                self.x[b] = xa - half_a + half_b;
                self.x[a] = xb + half_b - half_a;
                if around(self) < before {
                    self.layers[layer].swap(index - 1, index);
                    changed = true;
                } else {
                    (self.x[a], self.x[b]) = (xa, xb);
                }
            }
        }
        changed
    }
}
