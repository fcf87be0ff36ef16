//! ML01: input manipulation.

use crate::draw::{draw, effects};

/// An outside user asks an API, and a decision rests on the answer.
fn asked(api: &str, user: &str, act: &str) -> String {
    format!(
        "actor.end_user user in net {user}; serve.api api in prod {api}; client.decision act in prod {act}
         user -> api infer_in; api -> user infer_out; api -> act infer_out"
    )
}

#[test]
fn every_kind_that_runs_a_learned_model_can_be_fooled() {
    for kind in [
        "serve.api",
        "serve.batch",
        "serve.edge",
        "serve.vendor_api",
        "llm.agent",
    ] {
        let drawn = draw(&format!(
            "actor.end_user user in net; {kind} model in prod; client.decision act in prod
             user -> model infer_in; model -> act infer_out"
        ));
        assert_eq!(drawn.says("ML01@model"), "applies", "{kind}");
    }
    let embedding = draw(
        "actor.end_user user in net; llm.embedding_model model in prod; llm.vector_store index in prod
         user -> model infer_in; model -> index feature",
    );
    assert_eq!(embedding.says("ML01@model"), "applies");
}

#[test]
fn data_scenes_and_preprocessing_on_the_client_reach_the_input_too() {
    let behind = "serve.api api in prod; client.decision act in prod; api -> act infer_out";
    for (source, carries) in [
        ("data.user_generated source in net", "infer_in"),
        ("ext.physical source in net", "infer_in"),
        ("data.third_party source in partner", "context"),
        ("serve.preproc source in prod runs_on_client=yes", "feature"),
    ] {
        let drawn = draw(&format!("{behind}; {source}; source -> api {carries}"));
        assert_eq!(drawn.says("ML01@api"), "applies", "{source}");
    }
    let ours =
        format!("{behind}; serve.preproc source in prod runs_on_client=no; source -> api feature");
    assert_eq!(
        draw(&format!("{ours}; serve.api api in prod exposure=internal")).says("ML01@api"),
        "ML01.N1"
    );
}

#[test]
fn an_insider_who_asks_counts_only_when_insiders_are_in_scope() {
    let inside = "actor.end_user clerk in corp; serve.api api in prod exposure=internal; client.decision act in prod
         clerk -> api infer_in; api -> act infer_out";
    assert_eq!(draw(inside).says("ML01@api"), "ML01.N1");
    assert_eq!(
        draw(&format!("{inside}; insider")).says("ML01@api"),
        "applies"
    );
}

#[test]
fn what_runs_no_learned_model_is_not_fooled() {
    let drawn = draw(
        "data.training_set set in prod; train.job job in prod; model.registry registry in prod; client.decision act in prod
         set -> job train; job -> registry weights",
    );
    assert_eq!(drawn.says("ML01@registry"), "ML01.N2");
    assert_eq!(drawn.says("ML01@act"), "ML01.N2");
    assert_eq!(drawn.says("ML01@set"), "ML01.N5");
    assert_eq!(drawn.says("ML01@job"), "ML01.N5");
}

#[test]
fn an_answer_that_only_monitoring_reads_is_not_used() {
    let drawn = draw(
        "actor.end_user user in net; serve.api api in prod; mon.monitor watch in prod
         user -> api infer_in; api -> watch infer_out",
    );
    assert_eq!(drawn.says("ML01@api"), "ML01.N3");
}

#[test]
fn hand_written_rules_are_outside_the_list() {
    assert_eq!(
        draw(&asked("model_family=heuristic", "", "")).says("ML01@api"),
        "ML01.N4"
    );
    assert_eq!(
        draw(&asked("model_family=classical", "", "")).says("ML01@api"),
        "applies"
    );
}

#[test]
fn the_likelihood_starts_at_three_and_rises_with_what_helps_a_search() {
    for (api, user, expected) in [
        ("", "", 3),
        ("output_detail=label_only", "", 3),
        ("exposure=authenticated_public", "", 3),
        ("exposure=anonymous_public", "", 4),
        ("output_detail=full_confidence", "", 4),
        ("output_detail=label_only|logits", "", 4),
        ("output_detail=explanations", "", 4),
        ("weights_public=yes", "", 4),
        ("", "incentive=high", 4),
        ("", "incentive=moderate", 3),
        ("exposure=authenticated_public", "population=small", 2),
        ("exposure=anonymous_public", "population=small", 4),
        (
            "exposure=anonymous_public output_detail=logits weights_public=yes",
            "incentive=high",
            5,
        ),
    ] {
        let drawn = draw(&asked(api, user, ""));
        assert_eq!(
            drawn.likelihood("ML01@api"),
            expected,
            "{api} {user}: {:?}",
            drawn.finding("ML01@api").likelihood.steps
        );
    }
}

#[test]
fn an_anonymous_caller_weights_on_devices_and_a_public_base_raise_it() {
    let anonymous = draw(&format!(
        "{}; actor.anonymous anyone in net; anyone -> api infer_in",
        asked("", "", "")
    ));
    assert_eq!(anonymous.likelihood("ML01@api"), 4);
    let device = "actor.end_user user in net; client.decision act in prod; user -> box infer_in; box -> act infer_out";
    let plain = draw(&format!(
        "{device}; serve.edge box in prod weights_access=on_device_plain"
    ));
    assert_eq!(plain.likelihood("ML01@box"), 4);
    let encrypted = draw(&format!(
        "{device}; serve.edge box in prod weights_access=on_device_encrypted"
    ));
    assert_eq!(encrypted.likelihood("ML01@box"), 3);
    let tuned = format!(
        "{}; train.finetune tune in prod; base -> tune weights; tune -> api weights",
        asked("", "", "")
    );
    let public = draw(&format!(
        "{tuned}; model.base base in net weights_public=yes"
    ));
    assert_eq!(public.likelihood("ML01@api"), 4);
    let private = draw(&format!(
        "{tuned}; model.base base in net weights_public=no"
    ));
    assert_eq!(private.likelihood("ML01@api"), 3);
}

#[test]
fn countermeasures_in_the_drawing_lower_the_residual_risk_only() {
    let drawn = draw(&asked(
        "output_detail=label_only query_limit=tuned_per_principal",
        "",
        "",
    ));
    assert_eq!(
        (drawn.likelihood("ML01@api"), drawn.residual("ML01@api")),
        (3, 2)
    );
    let scores = draw(&asked(
        "output_detail=full_confidence query_limit=tuned_per_principal",
        "",
        "",
    ));
    assert_eq!(
        (scores.likelihood("ML01@api"), scores.residual("ML01@api")),
        (4, 4)
    );
    let attested = draw(&asked("inputs_attested=yes", "", ""));
    assert_eq!(
        (
            attested.likelihood("ML01@api"),
            attested.residual("ML01@api")
        ),
        (3, 2)
    );
}

#[test]
fn a_controlled_scene_lowers_it_only_if_nothing_else_reaches_the_input() {
    let camera = "ext.physical scene in net scene_public=no; data.sensor_stream camera in prod physical_access=no
         serve.edge box in prod; client.decision act in prod
         scene -> camera infer_in; camera -> box infer_in; box -> act infer_out";
    assert_eq!(draw(camera).likelihood("ML01@box"), 2);
    let more = draw(&format!(
        "{camera}; actor.end_user user in net; user -> box infer_in"
    ));
    assert_eq!(more.likelihood("ML01@box"), 3);
    let public = camera.replace("scene_public=no", "scene_public=yes");
    assert_eq!(draw(&public).likelihood("ML01@box"), 3);
}

#[test]
fn a_finding_where_nobody_gains_stays_at_one() {
    let drawn = draw(&asked(
        "inputs_attested=yes exposure=partner output_detail=label_only query_limit=tuned_per_principal",
        "population=small incentive=none",
        "",
    ));
    assert_eq!(drawn.says("ML01@api"), "applies");
    assert_eq!(drawn.residual("ML01@api"), 1);
}

#[test]
fn the_impact_is_that_of_the_worst_decision_on_its_answers() {
    for (impact, expected) in [
        ("none", 1),
        ("low", 2),
        ("moderate", 3),
        ("high", 4),
        ("safety", 5),
    ] {
        let drawn = draw(&asked(
            "",
            "",
            &format!("decision_impact={impact} autonomy=advisory"),
        ));
        assert_eq!(drawn.impact("ML01@api"), expected, "{impact}");
    }
    for (facts, expected) in [
        ("decision_impact=high autonomy=automatic", 5),
        ("decision_impact=high autonomy=human_in_loop", 4),
        ("decision_impact=moderate autonomy=automatic", 3),
        ("decision_impact=safety autonomy=physical", 5),
    ] {
        assert_eq!(
            draw(&asked("", "", facts)).impact("ML01@api"),
            expected,
            "{facts}"
        );
    }
}

#[test]
fn a_person_with_evidence_of_their_own_lowers_the_impact() {
    let reviewed = |evidence: &str| {
        draw(&format!(
            "actor.end_user user in net; serve.api api in prod; review.queue desk in prod decision_impact=high {evidence}
             user -> api infer_in; api -> desk infer_out"
        ))
    };
    assert_eq!(reviewed("evidence_shown=yes").impact("ML01@api"), 3);
    assert_eq!(reviewed("evidence_shown=no").impact("ML01@api"), 4);
}

#[test]
fn an_agent_with_tools_weighs_at_least_four() {
    let agent =
        "actor.end_user user in net; llm.agent agent in prod decision_impact=low autonomy=advisory
         user -> agent infer_in; agent -> user infer_out";
    assert_eq!(draw(agent).impact("ML01@agent"), 2);
    let tools = draw(&format!(
        "{agent}; llm.tool tool in prod decision_impact=low; agent -> tool infer_out"
    ));
    assert_eq!(tools.impact("ML01@agent"), 4);
    assert_eq!(
        effects(&tools.finding("ML01@agent").impact)
            .last()
            .map(String::as_str),
        Some("at least 4")
    );
}

#[test]
fn modes_name_how_it_happens_here() {
    assert_eq!(
        draw(&asked("modality=tabular", "", "")).modes("ML01@api"),
        ["query search"]
    );
    let blind = draw(
        "actor.end_user user in net; serve.api api in prod exposure=internal; client.decision act in prod
         user -> api infer_in; api -> act infer_out",
    );
    assert_eq!(blind.modes("ML01@api"), ["blind"]);
    let device = draw(
        "ext.physical scene in net; serve.edge box in net modality=image task=detection; client.decision act in prod
         scene -> box infer_in; box -> act infer_out",
    );
    for mode in ["white box", "physical", "media perturbation"] {
        assert!(
            device.modes("ML01@box").contains(&mode),
            "{mode}: {:?}",
            device.modes("ML01@box")
        );
    }
    let tuned = draw(&format!(
        "{}; model.base base in net; train.finetune tune in prod; base -> tune weights; tune -> api weights",
        asked("", "", "")
    ));
    assert!(tuned.modes("ML01@api").contains(&"transfer"));
}

#[test]
fn prompt_injection_is_a_mode_that_can_be_switched_off() {
    let llm = asked("model_family=generative_llm", "", "");
    assert!(draw(&llm).modes("ML01@api").contains(&"prompt injection"));
    let off = draw(&format!("{llm}; option prompt_injection off"));
    assert!(!off.modes("ML01@api").contains(&"prompt injection"));
    assert_eq!(off.says("ML01@api"), "applies");
}

#[test]
fn what_stands_before_and_behind_the_model_is_affected_only() {
    let drawn = draw(&format!(
        "{}; data.sensor_stream camera in prod physical_access=no; serve.postproc rules in prod
         camera -> api infer_in; api -> rules infer_out; ext.physical scene in net; scene -> camera infer_in",
        asked("", "", "")
    ));
    for id in ["ML01@act", "ML01@rules", "ML01@camera"] {
        assert_eq!(drawn.says(id), "affected", "{id}");
        let behind: Vec<String> = drawn
            .finding(id)
            .behind
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(behind, ["ML01@api"]);
    }
}

#[test]
fn white_box_is_named_wherever_the_weights_can_be_studied() {
    for facts in [
        "weights_public=yes",
        "weights_access=on_device_plain",
        "weights_access=public",
    ] {
        let drawn = draw(&asked("", "", "").replace(
            "serve.api api in prod",
            &format!("serve.edge api in prod physical_access=no {facts}"),
        ));
        assert!(drawn.modes("ML01@api").contains(&"white box"), "{facts}");
    }
    let guarded = asked("", "", "").replace(
        "serve.api api in prod",
        "serve.edge api in prod physical_access=no weights_public=no weights_access=on_device_encrypted",
    );
    assert!(!draw(&guarded).modes("ML01@api").contains(&"white box"));
    let public = asked("", "", "").replace(
        "serve.api api in prod",
        "serve.edge api in prod weights_access=public",
    );
    assert_eq!(draw(&public).likelihood("ML01@api"), 4);
}

#[test]
fn sensors_and_media_have_modes_of_their_own() {
    let sensed = draw(
        "data.sensor_stream meters in net; serve.batch scoring in prod; client.decision act in prod
         meters -> scoring infer_in; scoring -> act infer_out",
    );
    assert!(sensed.modes("ML01@scoring").contains(&"physical"));
    let media = |facts: &str| {
        draw(&asked(facts, "", ""))
            .modes("ML01@api")
            .contains(&"media perturbation")
    };
    for modality in ["image", "audio", "video"] {
        assert!(
            media(&format!("modality={modality} task=detection")),
            "{modality}"
        );
    }
    for task in [
        "classification",
        "detection",
        "ranking",
        "regression",
        "embedding",
    ] {
        assert!(media(&format!("modality=image task={task}")), "{task}");
    }
    for facts in [
        "modality=text task=classification",
        "modality=tabular task=ranking",
        "modality=image task=generation",
        "modality=image",
        "task=detection",
    ] {
        assert!(!media(facts), "{facts}");
    }
}

#[test]
fn every_detail_that_guides_a_search_raises_it_where_an_outsider_sees_it() {
    for detail in [
        "rounded_score",
        "full_confidence",
        "logits",
        "explanations",
        "gradients",
    ] {
        let drawn = draw(&asked(&format!("output_detail={detail}"), "", ""));
        assert_eq!(drawn.likelihood("ML01@api"), 4, "{detail}");
    }
    for detail in ["label_only", "top_k", "embeddings", "generated_text"] {
        let drawn = draw(&asked(&format!("output_detail={detail}"), "", ""));
        assert_eq!(drawn.likelihood("ML01@api"), 3, "{detail}");
    }
    let unseen = asked("exposure=internal output_detail=logits", "", "")
        .replace("api -> user infer_out;", "");
    assert_eq!(draw(&unseen).likelihood("ML01@api"), 3);
}

#[test]
fn labels_lower_it_only_under_limits_tuned_for_each_caller() {
    for (limit, residual) in [("tuned_per_principal", 2), ("coarse", 3), ("none", 3)] {
        let drawn = draw(&asked(
            &format!("output_detail=label_only query_limit={limit}"),
            "",
            "",
        ));
        assert_eq!(drawn.residual("ML01@api"), residual, "{limit}");
    }
}

#[test]
fn where_nobody_who_shapes_the_input_gains_it_is_one_whatever_else_helps() {
    let open = "exposure=anonymous_public output_detail=logits weights_public=yes";
    for (user, expected) in [("incentive=none", 1), ("incentive=low", 5), ("", 5)] {
        let drawn = draw(&asked(open, user, ""));
        assert_eq!(drawn.likelihood("ML01@api"), expected, "{user}");
        assert_eq!(drawn.says("ML01@api"), "applies", "{user}");
    }
    // What is not a person has no gain to be asked about, and may carry somebody else's.
    let fed = draw(&format!(
        "{}; data.user_generated posts in net; posts -> api infer_in",
        asked(open, "incentive=none", "")
    ));
    assert_eq!(fed.likelihood("ML01@api"), 5);
}

/// Nobody known to shape the input is not the same as nobody who gains.
#[test]
fn where_it_is_not_known_who_shapes_the_input_gain_is_not_ruled_out() {
    let drawn = draw(
        "actor.end_user clerk in corp; serve.api api in prod exposure=partner; client.decision act in prod
         clerk -> api infer_in; api -> act infer_out",
    );
    assert_eq!(drawn.says("ML01@api"), "needs an answer");
    assert_eq!(drawn.likelihood("ML01@api"), 3);
}

#[test]
fn a_physical_actuator_counts_as_an_automatic_one_where_much_is_at_stake() {
    for (facts, expected) in [
        ("decision_impact=high autonomy=physical", 5),
        ("decision_impact=moderate autonomy=physical", 3),
    ] {
        assert_eq!(
            draw(&asked("", "", facts)).impact("ML01@api"),
            expected,
            "{facts}"
        );
    }
}

#[test]
fn a_reviewer_lowers_nothing_where_something_acts_without_waiting() {
    for (autonomy, expected) in [
        ("advisory", 2),
        ("human_in_loop", 2),
        ("automatic", 3),
        ("physical", 3),
    ] {
        let drawn = draw(&format!(
            "{}; review.queue desk in prod decision_impact=moderate evidence_shown=yes; api -> desk infer_out",
            asked(
                "",
                "",
                &format!("decision_impact=moderate autonomy={autonomy}")
            )
        ));
        assert_eq!(drawn.impact("ML01@api"), expected, "{autonomy}");
    }
}

#[test]
fn what_carries_input_or_answers_is_affected_and_what_keeps_them_is_not() {
    let drawn = draw(&format!(
        "{}; ext.physical scene in net; serve.preproc prepare in prod runs_on_client=no; client.app app in prod; client.prediction_store store in prod
         mon.log_store logs in prod; scene -> prepare infer_in; prepare -> api feature; api -> app infer_out; api -> store infer_out; logs -> api infer_in",
        asked("", "", "")
    ));
    for id in ["prepare", "app", "act"] {
        assert_eq!(drawn.says(&format!("ML01@{id}")), "affected", "{id}");
    }
    for id in ["scene", "store", "user", "logs"] {
        assert_eq!(drawn.says(&format!("ML01@{id}")), "ML01.N2", "{id}");
    }
}
