//! What is known: kinds, facts, threats with their rules, requirements.
