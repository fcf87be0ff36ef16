//! Which catalogues count: built in, then the user's own, then those beside the model, then those of `--catalog`.
//!
//! The user's own count in the terminal, and elsewhere only with `--user-catalogs`, so that CI and laptop agree (DESIGN 5).

use std::path::{Path, PathBuf};

use super::Shared;
use super::failure::Failure;
use super::inputs::read_text;
use crate::catalog::{Catalog, Layer, Source};
use crate::store::Folders;

/// How the name of a catalogue beside a model ends.
const BESIDE: &str = ".catalog.ron";

/// Every catalogue that counts, laid over each other.
pub(super) fn catalog(
    shared: &Shared,
    model: Option<&Path>,
    users_own: bool,
) -> Result<Catalog, Failure> {
    let mut files: Vec<(Layer, PathBuf)> = Vec::new();
    if users_own || shared.user_catalogs {
        let folder = Folders::of_this_user().map(|folders| folders.data.join("catalogs"));
        let own = folder.map(|folder| ending_in(&folder, ".ron"));
        files.extend(
            own.unwrap_or_default()
                .into_iter()
                .map(|f| (Layer::User, f)),
        );
    }
    if let Some(model) = model {
        let folder = model
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let beside = ending_in(folder.unwrap_or(Path::new(".")), BESIDE);
        let beside = beside.into_iter().filter(|file| file != model);
        files.extend(beside.map(|file| (Layer::BesideModel, file)));
    }
    let named = shared.catalog.iter().cloned();
    files.extend(named.map(|file| (Layer::Named, file)));
    let mut read = Vec::new();
    for (layer, file) in files {
        let text = read_text(&file)?;
        read.push((layer, file.display().to_string(), text));
    }
    let sources = read
        .iter()
        .map(|(layer, name, text)| (*layer, Source { name, text }));
    Ok(Catalog::layered(&sources.collect::<Vec<_>>())?)
}

/// The files of a folder whose names end so, in the order of their names; none where there is no folder.
fn ending_in(folder: &Path, end: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    let mut found: Vec<PathBuf> = paths
        .filter(|path| {
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            path.is_file() && name.is_some_and(|name| name.ends_with(end))
        })
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::out::Colour;

    fn flow(name: &str) -> String {
        format!("(flows: {{\"raw\": (name: \"{name}\", definition: \"d\", class: learning)}})")
    }

    #[test]
    fn a_catalogue_beside_the_model_counts_and_a_named_one_counts_more() {
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path().join("model.ron");
        std::fs::write(&model, "").unwrap();
        std::fs::write(folder.path().join("team.catalog.ron"), flow("Beside")).unwrap();
        let named = folder.path().join("named.ron");
        std::fs::write(&named, flow("Named")).unwrap();
        let mut shared = Shared {
            catalog: Vec::new(),
            user_catalogs: false,
            config: None,
            color: Colour::Never,
        };
        let name = |shared: &Shared| {
            let catalog =
                catalog(shared, Some(&model), false).unwrap_or_else(|_| panic!("refused"));
            catalog.entries().flows["raw"].name.clone()
        };
        assert_eq!(name(&shared), "Beside");
        shared.catalog.push(named);
        assert_eq!(name(&shared), "Named");
    }
}
