//! Coordinates that keep an order: isotonic regression by pooling neighbours that want to pass each other.

/// The non-decreasing sequence nearest to the wanted values with their weights (pool adjacent violators).
pub(super) fn isotonic(wanted: &[(f32, f32)]) -> Vec<f32> {
    let mut pools: Vec<(f32, f32, usize)> = Vec::with_capacity(wanted.len());
    for &(value, weight) in wanted {
        let mut pool = (value, weight.max(1e-3), 1);
        while let Some(&(before, its_weight, count)) = pools.last() {
            if before <= pool.0 {
                break;
            }
            let total = its_weight + pool.1;
            pool = (
                (before * its_weight + pool.0 * pool.1) / total,
                total,
                count + pool.2,
            );
            pools.pop();
        }
        pools.push(pool);
    }
    pools
        .into_iter()
        .flat_map(|(value, _, count)| std::iter::repeat_n(value, count))
        .collect()
}
