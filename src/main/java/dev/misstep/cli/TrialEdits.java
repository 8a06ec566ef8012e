package dev.misstep.cli;

import dev.misstep.advise.EditTimes;
import dev.misstep.context.BuildContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds after edits: each edit first of the files as they are, then of patched ones. */
final class TrialEdits {
    private static final String AS_THEY_ARE = "The files as they are";

    private final TrialBuilds builds;
    private final TrialFiles own;
    private final BuildContext tree;
    private final Path root;
    private final int runs;
    private final Console console;
    private final Map<String, Optional<Measured>> measured = new HashMap<>();

    /**
     * @param own the files as they are
     * @param tree what of them is sent
     */
    TrialEdits(TrialBuilds builds, TrialFiles own, BuildContext tree, Path root, int runs, Console console) {
        this.builds = builds;
        this.own = own;
        this.tree = tree;
        this.root = root;
        this.runs = runs;
        this.console = console;
    }

    /**
     * Builds of one kind, each after an edit.
     *
     * @param at when each edit was made
     * @param failed the one that failed, or {@code null}
     * @param image what the first made; {@code null} if that failed
     */
    record Measured(
            String name,
            RunEdit edit,
            List<Instant> at,
            List<Double> seconds,
            TrialBuilds.@Nullable Trial failed,
            @Nullable String image) {
        EditTimes against(Measured before) {
            return new EditTimes(name, before.seconds, seconds);
        }

        boolean isSlowerThan(Measured before) {
            return against(before).isSlower();
        }
    }

    /** The first of some edits that the build of the files as they are survives, measured; empty where none is. */
    Optional<Measured> first(Collection<String> edits) {
        for (String edit : edits) {
            Optional<Measured> one = measured.computeIfAbsent(edit, this::measure);
            if (one.isPresent()) {
                return one;
            }
        }
        return Optional.empty();
    }

    private Optional<Measured> measure(String name) {
        RunEdit edit;
        try {
            edit = RunEdit.of(name, root, tree, console.surroundings());
        } catch (UserError e) {
            return Optional.empty(); // gone meanwhile, or called like an option
        }
        Measured one =
                build(AS_THEY_ARE, own, new Measured(name, edit, List.of(), List.of(), null, null), List.of(), runs);
        return one.failed == null ? Optional.of(one) : Optional.empty();
    }

    /** The same edit of other files. */
    Measured again(String title, TrialFiles files, Measured before) {
        Measured none = new Measured(before.name, before.edit, List.of(), List.of(), null, null);
        return build(title, files, none, before.at, before.at.size());
    }

    /** One build more of the files as they are. */
    Measured more(Measured before) {
        Measured more = build(AS_THEY_ARE, own, before, List.of(), 1);
        if (more.failed == null) {
            measured.put(before.name, Optional.of(more));
        }
        return more;
    }

    /** One build more of other files, after the same edit as the last one of the files as they are. */
    Measured more(String title, TrialFiles files, Measured now, Measured before) {
        return build(title, files, now, before.at.subList(now.at.size(), before.at.size()), 1);
    }

    private Measured build(String title, TrialFiles files, Measured earlier, List<Instant> given, int count) {
        List<Instant> at = new ArrayList<>(earlier.at);
        List<Double> seconds = new ArrayList<>(earlier.seconds);
        String image = earlier.image;
        RunEdit edit = earlier.edit;
        // a value must be the same, so that images are; a file must not, or what was built before would be found
        boolean same = edit instanceof ArgumentEdit && !given.isEmpty();
        for (int run = 0; run < count; run++) {
            Instant now = same ? given.get(run) : console.surroundings().clock().instant();
            at.add(now);
            TrialBuilds.Trial trial = builds.build(title + ", " + edit.title(), files, edit, now, false);
            if (!trial.succeeded()) {
                return new Measured(earlier.name, edit, at, seconds, trial, image);
            }
            image = image == null ? trial.image() : image;
            seconds.add(trial.seconds());
        }
        return new Measured(earlier.name, edit, at, seconds, null, image);
    }
}
