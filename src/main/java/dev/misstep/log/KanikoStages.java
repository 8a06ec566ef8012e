package dev.misstep.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a kaniko build. A stage is printed with its base image; names and bases are printed apart, for named
 * stages only, so that a name is given to a stage only where no other with that base could have it.
 */
final class KanikoStages {
    // "golang:1.22' [idx: '0', base-idx: '-1']"
    private static final Pattern STAGE =
            Pattern.compile("(.*)' \\[idx: '(\\d{1,4})', base-idx: '(-?\\d{1,4})'\\]", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,4})\\b.*", Pattern.DOTALL);
    private static final int MAX_NAMES = 1000;

    private record Named(String base, String name) {}

    private final ClassicStages stages = new ClassicStages();
    private final List<Named> names = new ArrayList<>();
    private final Map<Integer, String> baseOf = new TreeMap<>();
    private final Map<Integer, String> nameOf = new HashMap<>();
    private int current = -1;
    private @Nullable Integer nextIndex;
    private @Nullable Integer nextBase;
    private String nextImage = "";

    /** {@code Resolved base name golang:1.22 to build}. */
    void named(String text) {
        int to = text.indexOf(" to ");
        if (to > 0 && names.size() < MAX_NAMES) {
            names.add(new Named(text.substring(0, to), text.substring(to + 4)));
        }
    }

    /** {@code Resolved base name of build to golang:1.22}; the last stage comes first. */
    void based(String text) {
        int to = text.indexOf(" to ");
        if (to > 0 && names.size() < MAX_NAMES) {
            names.add(0, new Named(text.substring(to + 4), text.substring(0, to)));
        }
    }

    /** The rest of {@code Building stage 'golang:1.22' [idx: '0', base-idx: '-1']}. */
    void announced(String text) {
        Matcher matcher = STAGE.matcher(text);
        if (matcher.matches()) {
            int base = Integer.parseInt(matcher.group(3));
            nextImage = matcher.group(1);
            nextIndex = Integer.valueOf(matcher.group(2));
            nextBase = base < 0 ? null : Integer.valueOf(base);
        }
    }

    /** The rest of {@code Base image from previous stage 0 found, using saved tar at path …}. */
    void basedOnStage(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (matcher.matches()) {
            nextBase = Integer.valueOf(matcher.group(1));
        }
    }

    /** The first step of a stage is printed. */
    void begin() {
        current = nextIndex == null ? current + 1 : nextIndex;
        stages.begin(current, null, nextBase);
        if (nextIndex != null) {
            baseOf.put(current, nextImage);
        }
        nextIndex = null;
        nextBase = null;
    }

    boolean isEmpty() {
        return stages.isEmpty();
    }

    void read(VertexNotes step) {
        for (String source : ClassicStages.sources(step.name.text())) {
            for (Named named : names) {
                if (named.name().equalsIgnoreCase(source) && !nameOf.containsValue(named.name())) {
                    name(named, true);
                }
            }
        }
        stages.read(step, current);
    }

    void complete(BuildDraft draft) {
        if (draft.succeeded) {
            names.forEach(named -> name(named, false));
        }
        stages.complete(draft.vertices.values());
    }

    /** Gives a stage that name, if it can only be that one. */
    private void name(Named named, boolean beforeCurrent) {
        List<Integer> possible = new ArrayList<>();
        baseOf.forEach((index, base) -> {
            if (base.equals(named.base()) && !nameOf.containsKey(index) && (!beforeCurrent || index < current)) {
                possible.add(index);
            }
        });
        List<Named> sameBase = new ArrayList<>(names);
        sameBase.removeIf(other -> !other.base().equals(named.base()) || nameOf.containsValue(other.name()));
        int place = sameBase.indexOf(named);
        boolean onlyOne = beforeCurrent && possible.size() == 1;
        if (place >= 0 && (onlyOne || possible.size() == sameBase.size())) {
            int index = possible.get(onlyOne ? 0 : place);
            nameOf.put(index, named.name());
            stages.name(index, named.name());
        }
    }
}
