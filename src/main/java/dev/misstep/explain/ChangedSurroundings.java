package dev.misstep.explain;

import dev.misstep.build.ShortHash;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an instruction that reads as it did is given by those above it, and which of that is another now. */
final class ChangedSurroundings {
    private static final String SCRATCH = ShortHash.of("scratch");

    private final String instruction;

    private ChangedSurroundings(Vertex step) {
        this.instruction = Objects.requireNonNullElse(step.name().instruction(), "");
    }

    /** The change that made the step miss; {@code null} where there is none, or not enough is known to tell. */
    static @Nullable Reason of(BuildInputs now, Vertex step, BuildInputs then, Vertex before) {
        List<Reason> reasons = all(now, step, then, before);
        return reasons.isEmpty() ? null : Reason.joined(reasons);
    }

    /** Every change that made the step miss; empty where there is none, or not enough is known to tell. */
    static List<Reason> all(BuildInputs now, Vertex step, BuildInputs then, Vertex before) {
        ChangedSurroundings changed = new ChangedSurroundings(step);
        boolean baseKnown = ChangedImages.isBaseKnown(now, step, then, before);
        boolean sameText =
                areSame(now.expanded().get(step.id()), then.expanded().get(before.id()));
        boolean run = changed.instruction.equals("RUN");
        // a RUN that was a list has no use for a shell, and one that is another has it in its text
        boolean sameShell = sameText
                || !areSame(now.written().get(step.id()), then.written().get(before.id()));
        Set<String> same = run ? sameVariables(now, step, then, before) : Set.of();
        Predicate<String> inText = run
                ? name -> sameShell && name.equals("SHELL")
                        || name.startsWith(SeenSetting.VARIABLE)
                                && same.contains(name.substring(SeenSetting.VARIABLE.length()))
                : name -> sameText && !name.equals(SeenSetting.BASE);
        Reason platform = platform(now, step, then, before);
        @Nullable List<SeenSetting> after = settings(now.settings().get(step.id()), baseKnown, inText);
        @Nullable List<SeenSetting> earlier = settings(then.settings().get(before.id()), baseKnown, inText);
        List<@Nullable Reason> reasons = Arrays.asList(
                platform,
                sameText && !run
                        ? null
                        : changed.argument(
                                arguments(now.arguments().get(step.id()), same),
                                arguments(then.arguments().get(before.id()), same)),
                platform == null ? image(now, step, then, before, after, earlier) : null,
                changed.setting(after, earlier),
                option(now.settings().get(step.id()), then.settings().get(before.id())));
        List<Reason> found = reasons.stream()
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        Reason order = found.isEmpty() ? order(now, step, then, before) : null;
        return order == null ? found : List.of(order);
    }

    /** Another image below it, or from elsewhere; or one of the same files that sets something else that matters. */
    private static @Nullable Reason image(
            BuildInputs now,
            Vertex step,
            BuildInputs then,
            Vertex before,
            @Nullable List<SeenSetting> after,
            @Nullable List<SeenSetting> earlier) {
        Reason other = ChangedImages.of(now, step, then, before);
        if (other != null || after == null || earlier == null || !hasOfImage(now, step) || !hasOfImage(then, before)) {
            return other;
        }
        Map<String, SeenSetting> current = byName(after);
        Map<String, SeenSetting> old = byName(earlier);
        TreeSet<String> names = new TreeSet<>(current.keySet());
        names.addAll(old.keySet());
        for (String name : names) {
            SeenSetting one = current.get(name);
            SeenSetting two = old.get(name);
            boolean ofImages = (one == null || one.isOfImage()) && (two == null || two.isOfImage());
            if (ofImages && (one == null || two == null || !one.hash().equals(two.hash()))) {
                return ChangedImages.ofSetting(now, step, then, before, name);
            }
        }
        return null;
    }

    /** Whether it was known what the image sets. */
    private static boolean hasOfImage(BuildInputs inputs, Vertex step) {
        return inputs.settings().getOrDefault(step.id(), List.of()).stream().anyMatch(SeenSetting::isOfImage);
    }

    private static Map<String, SeenSetting> byName(List<SeenSetting> settings) {
        Map<String, SeenSetting> named = new HashMap<>();
        settings.forEach(setting -> named.put(setting.name(), setting));
        return named;
    }

    /** That it is built for another platform than before, where that is in its key, or decides which image it stands on. */
    private static @Nullable Reason platform(BuildInputs now, Vertex step, BuildInputs then, Vertex before) {
        SeenSetting after = setting(now, step, SeenSetting.PLATFORM);
        SeenSetting earlier = setting(then, before, SeenSetting.PLATFORM);
        if (after == null || earlier == null || after.hash().equals(earlier.hash())) {
            return null;
        }
        String what = "It is built for " + after.text() + " and was for " + earlier.text();
        if ("RUN".equals(step.name().instruction())) {
            return new Reason(
                    Cause.PLATFORM,
                    Certainty.PROVEN,
                    List.of(),
                    earlier.text(),
                    after.text(),
                    what + ", and a RUN has its platform in its key.");
        }
        SeenSetting base = setting(now, step, SeenSetting.BASE);
        boolean onImage = base != null && !base.hash().equals(SCRATCH);
        boolean same =
                ChangedImages.isBaseKnown(now, step, then, before) && ChangedImages.of(now, step, then, before) == null;
        return !onImage || same
                ? null
                : new Reason(
                        Cause.PLATFORM,
                        Certainty.LIKELY,
                        List.of(),
                        earlier.text(),
                        after.text(),
                        what + ", for which its base is another image.");
    }

    private static @Nullable SeenSetting setting(BuildInputs inputs, Vertex step, String name) {
        return inputs.settings().getOrDefault(step.id(), List.of()).stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The variables that have the values they had, though an ARG may set now what an ENV did. */
    private static Set<String> sameVariables(BuildInputs now, Vertex step, BuildInputs then, Vertex before) {
        List<SeenArgument> arguments = now.arguments().get(step.id());
        List<SeenArgument> earlier = then.arguments().get(before.id());
        if (arguments == null || earlier == null) {
            return Set.of();
        }
        SortedMap<String, String> old =
                SeenSetting.environment(earlier, then.settings().getOrDefault(before.id(), List.of()));
        SortedMap<String, String> same =
                SeenSetting.environment(arguments, now.settings().getOrDefault(step.id(), List.of()));
        same.entrySet().removeIf(variable -> !variable.getValue().equals(old.get(variable.getKey())));
        return same.keySet();
    }

    private static @Nullable List<SeenArgument> arguments(@Nullable List<SeenArgument> seen, Set<String> without) {
        return seen == null
                ? null
                : seen.stream()
                        .filter(argument -> !without.contains(argument.name()))
                        .toList();
    }

    private static boolean areSame(@Nullable String one, @Nullable String other) {
        return one != null && one.equals(other);
    }

    /** The first option of the build that is another, of those that are recorded for both. */
    private static @Nullable Reason option(@Nullable List<SeenSetting> now, @Nullable List<SeenSetting> then) {
        if (now == null || then == null) {
            return null;
        }
        for (SeenSetting after : now) {
            for (SeenSetting before : then) {
                boolean changed = after.name().startsWith(SeenSetting.OPTION)
                        && after.name().equals(before.name())
                        && !after.hash().equals(before.hash());
                if (changed) {
                    boolean argument = after.name().startsWith(SeenSetting.ARGUMENT);
                    return new Reason(
                            argument ? Cause.BUILD_ARG : Cause.INSTRUCTION,
                            Certainty.PROVEN,
                            List.of(),
                            before.text(),
                            after.text(),
                            "The build was given another " + after.name()
                                    + " than the baseline, and the builder has it in the key of this step.");
                }
            }
        }
        return null;
    }

    /** Moved, each with the value it had. What but one of the builds is known to have may be of an image not known then. */
    private static @Nullable Reason order(BuildInputs now, Vertex step, BuildInputs then, Vertex before) {
        List<String> after = order(now.settings().getOrDefault(step.id(), List.of()), false);
        List<String> earlier = order(then.settings().getOrDefault(before.id(), List.of()), false);
        List<String> common = new ArrayList<>(after);
        common.retainAll(earlier);
        earlier.retainAll(common);
        if (common.equals(earlier)) {
            return null;
        }
        List<String> ofImage = order(now.settings().getOrDefault(step.id(), List.of()), true);
        List<String> ofEarlier = order(then.settings().getOrDefault(before.id(), List.of()), true);
        if (!ofImage.equals(ofEarlier) && Set.copyOf(ofImage).equals(Set.copyOf(ofEarlier))) {
            return ChangedImages.ofSetting(now, step, then, before, "order of variables");
        }
        return Reason.of(
                Cause.INSTRUCTION,
                Certainty.PROVEN,
                "The ENV and ARG above it stand in another order, and the environment of a RUN keeps it.");
    }

    /** @param image those alone that are as the image sets them */
    private static List<String> order(List<SeenSetting> settings, boolean image) {
        Set<String> ofImage = new HashSet<>();
        settings.stream().filter(SeenSetting::isOfImage).forEach(setting -> ofImage.add(setting.name()));
        List<String> names = new ArrayList<>();
        settings.stream()
                .filter(setting -> setting.name().equals(SeenSetting.ORDER))
                .flatMap(setting -> Arrays.stream(setting.text().split(" ")))
                .filter(name -> !image || ofImage.contains(SeenSetting.VARIABLE + name))
                .forEach(names::add);
        return names;
    }

    /**
     * Those that can matter: the name of an image does not where the image itself is known, nor does what comes out the same
     * in the text of the instruction.
     *
     * @param inText by the name of a setting
     */
    private static @Nullable List<SeenSetting> settings(
            @Nullable List<SeenSetting> settings, boolean baseKnown, Predicate<String> inText) {
        return settings == null
                ? null
                : settings.stream()
                        .filter(setting -> !(baseKnown && setting.name().equals(SeenSetting.BASE)))
                        .filter(setting -> !setting.name().equals(SeenSetting.ORDER))
                        .filter(setting -> !setting.name().equals(SeenSetting.FRONTEND))
                        .filter(setting -> !setting.name().equals(SeenSetting.PLATFORM))
                        .filter(setting -> !setting.name().startsWith(SeenSetting.OPTION))
                        .filter(setting -> !inText.test(setting.name()))
                        .toList();
    }

    private @Nullable Reason argument(@Nullable List<SeenArgument> now, @Nullable List<SeenArgument> then) {
        Change change = now == null || then == null ? null : Change.first(now, then);
        if (change == null) {
            return null;
        }
        String why = instruction.equals("RUN")
                ? "every RUN below its declaration depends on it, used or not."
                : "this instruction uses it.";
        return change.reason(Certainty.PROVEN, why);
    }

    /** The first that is certain, else the first that is likely. */
    private @Nullable Reason setting(@Nullable List<SeenSetting> now, @Nullable List<SeenSetting> then) {
        if (now == null || then == null) {
            return null;
        }
        Map<String, SeenSetting> current = byName(now);
        Map<String, SeenSetting> earlier = byName(then);
        List<Reason> reasons = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(
                Comparator.comparing((String name) -> Objects.requireNonNullElse(current.get(name), earlier.get(name))
                                .line())
                        .thenComparing(Comparator.naturalOrder()));
        names.addAll(current.keySet());
        names.addAll(earlier.keySet());
        for (String name : names) {
            Reason reason = setting(name, earlier.get(name), current.get(name));
            if (reason != null && reason.certainty() == Certainty.PROVEN) {
                return reason;
            }
            if (reason != null) {
                reasons.add(reason);
            }
        }
        return reasons.isEmpty() ? null : reasons.get(0);
    }

    private @Nullable Reason setting(String name, @Nullable SeenSetting before, @Nullable SeenSetting after) {
        if (before == null || after == null) {
            // the base image may bring the same; where it does, that it did before may not have been known
            SeenSetting only = Objects.requireNonNullElse(after, before);
            return only.isOfImage() ? null : cameOrWent(name, Certainty.LIKELY, before, after);
        }
        if (before.hash().equals(after.hash()) || (before.isOfImage() && after.isOfImage())) {
            return null;
        }
        if (before.isOfImage() != after.isOfImage()) {
            return before.isOfImage()
                    ? cameOrWent(name, Certainty.PROVEN, null, after)
                    : cameOrWent(name, Certainty.PROVEN, before, null);
        }
        boolean base = name.equals(SeenSetting.BASE);
        Certainty certainty = base ? Certainty.LIKELY : Certainty.PROVEN; // two names may be one image
        if (!before.text().equals(after.text())) {
            String what = name + " on line " + after.line() + " is another";
            return base
                    ? new Reason(
                            Cause.BASE_IMAGE,
                            certainty,
                            List.of(),
                            before.text(),
                            after.text(),
                            what + " than in the baseline.")
                    : instruction(name, certainty, before, after, what);
        }
        Change change = Change.first(after.arguments(), before.arguments());
        return change == null
                ? null // it is made of another setting, which is told
                : change.reason(certainty, "the " + name + " on line " + after.line() + " is made of it.");
    }

    private Reason cameOrWent(
            String name, Certainty certainty, @Nullable SeenSetting before, @Nullable SeenSetting after) {
        SeenSetting only = Objects.requireNonNull(after == null ? before : after);
        String what = before == null ? " is new" : " is gone";
        return instruction(name, certainty, before, after, name + " on line " + only.line() + what);
    }

    private Reason instruction(
            String name, Certainty certainty, @Nullable SeenSetting before, @Nullable SeenSetting after, String what) {
        String why = instruction.equals("RUN") ? "; every RUN below depends on it." : "; this instruction uses it.";
        Cause cause = name.equals(SeenSetting.BASE) ? Cause.BASE_IMAGE : Cause.INSTRUCTION;
        return new Reason(
                cause,
                certainty,
                List.of(),
                before == null ? null : before.text(),
                after == null ? null : after.text(),
                what + why);
    }

    /** An argument that has another value, or has one only in one of the builds. */
    private record Change(
            @Nullable SeenArgument before, @Nullable SeenArgument after) {
        static @Nullable Change first(List<SeenArgument> now, List<SeenArgument> then) {
            Map<String, SeenArgument> earlier = new HashMap<>();
            then.forEach(argument -> earlier.put(argument.name(), argument));
            for (SeenArgument argument : now) {
                SeenArgument old = earlier.remove(argument.name());
                if (old == null || !old.hash().equals(argument.hash())) {
                    return new Change(old, argument);
                }
            }
            return then.stream()
                    .filter(argument -> earlier.containsKey(argument.name()))
                    .map(argument -> new Change(argument, null))
                    .findFirst()
                    .orElse(null);
        }

        Reason reason(Certainty certainty, String why) {
            SeenArgument any = Objects.requireNonNull(after == null ? before : after);
            String what = before == null
                    ? " has a value and had none"
                    : after == null ? " has no value any more" : " has another value";
            String detail =
                    "Build argument " + any.name() + ", declared on line " + any.line() + "," + what + "; " + why;
            return new Reason(Cause.BUILD_ARG, certainty, List.of(), labelled(before), labelled(after), detail);
        }

        private static @Nullable String labelled(@Nullable SeenArgument argument) {
            return argument == null ? null : argument.name() + "=" + argument.hash();
        }
    }
}
