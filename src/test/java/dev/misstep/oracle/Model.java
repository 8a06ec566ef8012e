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
        return facts.classic() ? ClassicModel.steps(state, cache) : BuildKitModel.steps(state, facts, cache);
    }
}
