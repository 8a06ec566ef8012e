package dev.misstep.oracle;

import java.util.List;

/** The steps that a build reaches. */
final class Model {
    private Model() {}

    static List<Step> steps(State state, Facts facts, Cache cache) {
        if (facts.classic()) {
            throw new Invalid("not yet");
        }
        return BuildKitModel.steps(state, facts, cache);
    }
}
