package dev.misstep.oracle;

import java.util.List;

/** The steps that a build reaches. */
final class Model {
    private Model() {}

    static List<Step> steps(State state, Facts facts, Cache cache) {
        state.text(); // refuses what has no name
        if (state.target != null) {
            state.targetStage().named();
        }
        if (facts.classic()) {
            throw new Invalid("not yet");
        }
        return BuildKitModel.steps(state, facts, cache);
    }
}
