package dev.misstep.log;

import dev.misstep.build.Mark;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a display apart in which bake or compose built several targets: each is a build. It has the vertices named after
 * it, those that what it has builds on, and those of no target; so what targets share stands in each of them. Where names
 * alone tell, a vertex is shared as far as it was named after one target and then after another.
 *
 * <p>A display stays one build where fewer than two targets have steps, and where a step is not named after a target. All
 * builds of a display start when it does, and each ends with the last of its vertices.
 */
final class TargetBuilds {
    /** How many targets are told apart, and how many vertices they may have together; a hostile log could name as many. */
    private static final int MAX_TARGETS = 500;

    private static final int MAX_MEMBERS = 200_000;

    // "target web: failed to solve: …"
    private static final Pattern OF_TARGET = Pattern.compile("^target (\\S{1,200}): .*", Pattern.DOTALL);

    private final BuildDraft display;
    private final Set<String> targets;
    /** For each vertex the targets it is known to be of. */
    private final Map<VertexNotes, Set<String>> owners = new LinkedHashMap<>();
    /** The vertices named after each target, in order. */
    private final Map<String, List<VertexNotes>> named = new LinkedHashMap<>();

    private TargetBuilds(BuildDraft display, Set<String> targets) {
        this.display = display;
        this.targets = targets;
    }

    /** The builds of what was read from one display, in the order in which their own vertices begin. */
    static List<BuildDraft> of(BuildDraft display) {
        Set<String> targets = display.namesTargets() ? display.targets() : Set.of();
        if (targets.size() < 2) {
            return List.of(display);
        }
        if (targets.size() > MAX_TARGETS) {
            display.diagnose(display.firstLine, "more than " + MAX_TARGETS + " targets are not told apart");
            return List.of(display);
        }
        TargetBuilds builds = new TargetBuilds(display, targets);
        builds.assign();
        return builds.areApart() ? builds.drafts() : List.of(display);
    }

    private void assign() {
        for (VertexNotes notes : display.vertices.values()) {
            Set<String> of = new LinkedHashSet<>(notes.formerTargets());
            String now = TargetName.possible(notes.name.text());
            if (now != null) {
                of.add(now);
            }
            of.retainAll(targets);
            owners.put(notes, of);
            of.forEach(target ->
                    named.computeIfAbsent(target, key -> new ArrayList<>()).add(notes));
        }
        named.forEach((target, own) -> {
            Deque<VertexNotes> above = new ArrayDeque<>(own);
            while (!above.isEmpty()) {
                for (String id : above.remove().inputs) {
                    VertexNotes input = display.vertices.get(id);
                    if (input != null && ownersOf(input).add(target)) {
                        above.add(input);
                    }
                }
            }
        });
    }

    private Set<String> ownersOf(VertexNotes notes) {
        return owners.getOrDefault(notes, Set.of());
    }

    private boolean areApart() {
        Set<String> withSteps = new HashSet<>();
        long members = 0;
        for (Map.Entry<VertexNotes, Set<String>> vertex : owners.entrySet()) {
            Set<String> of = vertex.getValue();
            if (vertex.getKey().name.index() != null) {
                if (of.isEmpty()) {
                    return false;
                }
                withSteps.addAll(of);
            }
            members += of.isEmpty() ? named.size() : of.size();
        }
        return withSteps.size() > 1 && members <= MAX_MEMBERS;
    }

    private List<BuildDraft> drafts() {
        Set<String> keyErrors = new HashSet<>();
        Map<String, BuildDraft> parts = new LinkedHashMap<>();
        named.forEach((target, own) -> {
            long line = own.stream().mapToLong(notes -> notes.line).min().orElse(display.firstLine);
            parts.put(target, display.ofTarget(target, line, targets));
        });
        owners.forEach((notes, of) -> {
            for (String target : of.isEmpty() ? parts.keySet() : of) {
                BuildDraft part = parts.get(target);
                if (part != null) {
                    part.share(notes, display);
                }
            }
        });
        parts.forEach((target, part) -> {
            decide(target, part);
            if (part.hasKeyError()) {
                keyErrors.add(target);
            }
        });
        parts.forEach((target, part) -> {
            if (!part.hasWrittenResult() && !part.succeeded) {
                doubtHits(target, part, keyErrors);
            }
            tellUnshown(target, part);
        });
        List<BuildDraft> drafts = new ArrayList<>(parts.values());
        drafts.sort(Comparator.comparingLong(part -> part.firstLine));
        return drafts;
    }

    /** What the end of the display means for one of its targets. */
    private void decide(String target, BuildDraft part) {
        String error = display.error;
        boolean failed = anyEnded(part.vertices.values(), Status.FAILED);
        boolean over = error != null || display.canceled || display.ended || display.succeeded;
        boolean well = error == null && !display.canceled && !anyEnded(display.vertices.values(), Status.FAILED);
        if (error != null && isOf(error, target, failed)) {
            boolean stopped = Mark.failure(error).kind() == Mark.Kind.CANCELED;
            part.succeeded = stopped && !failed && part.hasWrittenResult();
            part.error = part.succeeded ? null : error;
        } else if (well) {
            part.succeeded = display.succeeded;
            part.ended = display.ended || (allEnded(display) && display.hasWrittenResult() && hasLastSteps(part));
        } else if (!failed) {
            boolean stopped = anyEnded(part.vertices.values(), Status.CANCELED) || (over && !allEnded(part));
            part.succeeded = !stopped && allEnded(part) && (part.hasWrittenResult() || hasLastSteps(part));
            part.canceled = stopped || (over && !part.succeeded);
        }
    }

    /** Whether the display's last word is about that target. It names one, or leaves that to the vertices. */
    private boolean isOf(String error, String target, boolean failed) {
        Matcher matcher = OF_TARGET.matcher(error);
        if (matcher.matches() && targets.contains(matcher.group(1))) {
            return matcher.group(1).equals(target);
        }
        return failed || !anyEnded(display.vertices.values(), Status.FAILED);
    }

    private static boolean anyEnded(Collection<VertexNotes> vertices, Status status) {
        return vertices.stream().anyMatch(notes -> notes.status() == status && !BuildDraft.isCacheWork(notes.name));
    }

    private static boolean allEnded(BuildDraft draft) {
        return draft.vertices.values().stream().noneMatch(notes -> notes.status() == Status.UNFINISHED);
    }

    /** Whether each stage of which steps are known has its last one, so that nothing but an export could follow. */
    private static boolean hasLastSteps(BuildDraft part) {
        Map<String, Integer> missing = new HashMap<>();
        for (VertexNotes notes : part.vertices.values()) {
            Integer index = notes.name.index();
            Integer total = notes.name.total();
            if (index != null && total != null) {
                missing.merge(stage(notes.name), total - index, Math::min);
            }
        }
        return !missing.isEmpty() && missing.values().stream().allMatch(left -> left == 0);
    }

    /** The stage of a step without the target in front. */
    private static String stage(StepName name) {
        String prefix = TargetName.possible(name.text());
        String text = name.text();
        int from = prefix == null ? 0 : prefix.length() + 1;
        int to = text.indexOf('/' + String.valueOf(name.total()) + ']');
        String words = to < from ? "" : text.substring(from, to).trim();
        int blank = words.lastIndexOf(' ');
        return (blank < 0 ? "" : words.substring(0, blank).trim()) + "/" + name.total();
    }

    private void doubtHits(String target, BuildDraft part, Set<String> keyErrors) {
        for (VertexNotes notes : part.vertices.values()) {
            if (ownersOf(notes).stream().anyMatch(other -> !other.equals(target) && keyErrors.contains(other))) {
                part.doubtHit(notes.id);
            }
        }
    }

    /**
     * Says so where steps seem to be missing: two targets of one Dockerfile share its vertices, and one that was only ever
     * named after the other is not known to be shared.
     */
    private void tellUnshown(String target, BuildDraft part) {
        Map<String, Set<Integer>> stages = new HashMap<>();
        for (VertexNotes notes : part.vertices.values()) {
            if (notes.name.index() != null) {
                stages.computeIfAbsent(stage(notes.name), key -> new HashSet<>())
                        .add(notes.name.index());
            }
        }
        for (VertexNotes notes : owners.keySet()) {
            Integer index = notes.name.index();
            Set<Integer> known = index == null ? null : stages.get(stage(notes.name));
            if (known != null && !known.contains(index)) {
                @Nullable String other = TargetName.possible(notes.name.text());
                part.diagnose(
                        notes.line,
                        notes.name.text() + " is named after " + other + " alone; if " + target
                                + " has that step too, it is missing here");
                return;
            }
        }
    }
}
