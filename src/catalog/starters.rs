//! Documents to begin with, built in: starting pipelines that a team makes its own, and samples of whole systems to look at.

use crate::model::{Diagnostic, ThreatModel, text};

/// A document that is built into the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Starter {
    /// What it is called on the command line, such as `batch-scoring`.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    text: &'static str,
}

macro_rules! starters {
    ($folder:literal: $($id:literal $name:literal),+ $(,)?) => {
        &[$(Starter {
            id: $id,
            name: $name,
            text: include_str!(concat!("../../samples/", $folder, $id, ".ron")),
        }),+]
    };
}

/// Pipelines to begin with: drawn, with every question about them still open.
pub const TEMPLATES: &[Starter] = starters!("templates/":
    "batch-scoring" "Batch scoring",
    "online-learning" "Online learning",
    "edge-vision" "Computer vision at the edge",
    "federated" "Federated learning",
    "fine-tuned-llm" "Fine-tuned language model",
    "retrieval-assistant" "Retrieval assistant",
    "agent-with-tools" "Agent with tools",
    "bought-model" "Model bought as a service",
);

/// Whole systems to look at, answered and decided.
pub const SAMPLES: &[Starter] = starters!("":
    "card-fraud" "Card-fraud scoring",
    "support-assistant" "Support assistant",
    "recommender" "News recommendations",
    "chest-xray" "Chest X-ray triage",
    "keyboard" "Keyboard prediction",
    "husky-ai" "Husky AI",
);

impl Starter {
    /// The template that is called so on the command line.
    #[must_use]
    pub fn template(id: &str) -> Option<&'static Self> {
        TEMPLATES.iter().find(|starter| starter.id == id)
    }

    /// The document.
    ///
    /// Fails only where the program was built from a broken file, which its tests would have refused.
    pub fn model(&self) -> Result<ThreatModel, Vec<Diagnostic>> {
        text::read(self.text).map(|parsed| parsed.model)
    }

    /// The document as its file has it.
    #[must_use]
    pub fn text(&self) -> &'static str {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn every_starter_is_sound_and_the_catalogue_knows_all_its_words() {
        let catalog = Catalog::built_in().unwrap();
        for starter in TEMPLATES.iter().chain(SAMPLES) {
            let model = starter.model().unwrap();
            assert!(model.components.len() >= 6, "{}", starter.id);
            assert_eq!(catalog.problems_of(&model), [], "{}", starter.id);
            assert_eq!(text::write(&model), starter.text, "{}", starter.id);
        }
    }

    #[test]
    fn a_template_is_drawn_whole_and_says_what_it_is() {
        for template in TEMPLATES {
            let model = template.model().unwrap();
            assert!(!model.system.summary.is_empty(), "{}", template.id);
            for (id, component) in &model.components {
                assert!(component.zone.is_some(), "{id} stands nowhere");
                let joined = |flow: &crate::model::Flow| flow.from == *id || flow.to == *id;
                assert!(model.flows.values().any(joined), "{id} is not connected");
            }
            assert!(model.decisions.is_empty() && model.controls.is_empty());
        }
    }
}
