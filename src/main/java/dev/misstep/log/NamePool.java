package dev.misstep.log;

import dev.misstep.build.StepName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Names and ids that come back in each build of a log, kept once: most of what a long series of builds is made of. */
final class NamePool {
    /** How many are kept; the names of a log that never repeats one are not worth keeping. */
    private static final int MAX = 20_000;

    private final Map<String, StepName> names = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();

    /** BuildKit's name of that text. */
    StepName name(String text, Set<String> targets) {
        if (!targets.isEmpty()) {
            return StepName.parse(text, targets);
        }
        StepName known = names.get(text);
        if (known == null) {
            known = StepName.parse(text);
            if (names.size() < MAX) {
                names.put(text, known);
            }
        }
        return known;
    }

    /** That id. */
    String id(String id) {
        if (ids.size() == MAX) {
            return id;
        }
        String known = ids.putIfAbsent(id, id);
        return known == null ? id : known;
    }
}
