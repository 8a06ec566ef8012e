package dev.misstep.cli;

import dev.misstep.advise.EditTimes;
import dev.misstep.advise.Finding;
import dev.misstep.advise.Fluctuation;
import dev.misstep.advise.ImageDifference;
import dev.misstep.advise.IntendedChange;
import dev.misstep.advise.PatchTrial;
import dev.misstep.advise.PatchedTexts;
import dev.misstep.advise.TypicalEdits;
import dev.misstep.advise.Verification;
import dev.misstep.build.BuiltImage;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.context.BuildContext;
import dev.misstep.context.ContextEntry;
import dev.misstep.context.FileDigests;
import dev.misstep.context.IgnoreSyntaxException;
import dev.misstep.engine.Cancellation;
import dev.misstep.engine.EngineException;
import dev.misstep.engine.StoredImages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tries the patches of findings: builds before and after, compares what was made, and how long it took. */
final class PatchTrials {
    private static final int LONGEST_ERROR = 200;

    /** So many builds more there are before it is said that a patch makes them slower: a machine may be busy. */
    private static final int SECOND_LOOKS = 2;

    private final TrialBuilds builds;
    private final StoredImages images;
    private final ContextDirectory directory;
    private final AdvisedFiles files;
    private final TypicalEdits typical;
    private final List<Finding> findings;
    private final int runs;
    private final Console console;
    private final Cancellation cancellation;
    private final TrialFiles own;
    private final BuildContext tree;
    private final TrialEdits edits;

    PatchTrials(
            TrialBuilds builds,
            StoredImages images,
            AdvisedProject advised,
            List<Finding> findings,
            int runs,
            Console console,
            Cancellation cancellation) {
        this.builds = builds;
        this.images = images;
        this.directory = advised.directory();
        this.files = advised.files();
        this.typical = advised.edits();
        this.findings = findings;
        this.runs = runs;
        this.console = console;
        this.cancellation = cancellation;
        this.own = TrialFiles.asTheyAre(directory, advised.dockerfile(), builds.builder());
        this.tree = builds.walk(own);
        this.edits = new TrialEdits(builds, own, tree, directory.root(), runs, console);
    }

    /** The files as they are, built twice without cache. */
    private record Original(
            TrialBuilds.Trial cold,
            TrialBuilds.Trial unchanged,
            TrialBuilds.Trial again,
            BuiltImage image,
            List<String> layers,
            Fluctuation fluctuation) {}

    /** Tries all. */
    Verification run(String engineVersion) throws EngineException {
        Original original = original();
        List<PatchTrial> trials = new ArrayList<>();
        for (int place = 0; place < findings.size(); place++) {
            if (findings.get(place).patch() != null) {
                trials.add(trial(List.of(place), original));
            }
        }
        List<Integer> good = files.together(
                findings,
                trials.stream()
                        .filter(PatchTrial::verified)
                        .flatMap(trial -> trial.findings().stream())
                        .toList());
        PatchTrial together = good.size() < 2 ? null : trial(good, original);
        BuildContext now = builds.walk(own);
        if (!now.entries().equals(tree.entries()) || !now.stamps().equals(tree.stamps())) {
            throw new UserError(
                    ExitStatus.INPUT,
                    directory.name(),
                    "changed while it was built, so that nothing is proven; run it again when nobody writes there");
        }
        return new Verification(
                engineVersion,
                runs,
                List.of(original.cold.seconds(), original.again.seconds()),
                original.unchanged.seconds(),
                original.fluctuation,
                trials,
                together);
    }

    private Original original() throws EngineException {
        TrialBuilds.Trial cold = whole("The files as they are, without cache", true);
        TrialBuilds.Trial unchanged = whole("The files as they are, nothing changed", false);
        TrialBuilds.Trial again = whole("The files as they are, without cache once more", true);
        String id = String.valueOf(cold.image());
        BuiltImage image = images.read(id, cancellation);
        List<String> layers = images.layers(id);
        Fluctuation fluctuation =
                new Fluctuation(ImageDifference.between(image, read(String.valueOf(again.image()), image, layers)));
        return new Original(cold, unchanged, again, image, layers, fluctuation);
    }

    private TrialBuilds.Trial whole(String title, boolean cold) {
        TrialBuilds.Trial trial =
                builds.build(title, own, null, console.surroundings().clock().instant(), cold);
        if (!trial.succeeded()) {
            throw new UserError(
                    ExitStatus.BUILD_FAILED,
                    directory.name(),
                    "the build failed" + failure(trial) + "; nothing is proven");
        }
        return trial;
    }

    /** An image; one of the same layers holds the same files, which need not be read again. */
    private BuiltImage read(String id, BuiltImage known, List<String> layers) throws EngineException {
        return images.layers(id).equals(layers)
                ? new BuiltImage(images.settings(id), known.files())
                : images.read(id, cancellation);
    }

    private PatchTrial trial(List<Integer> places, Original original) throws EngineException {
        PatchedTexts texts = files.patched(findings, places).orElse(null);
        if (texts == null) {
            return PatchTrial.hindered(places, "it is not for these files");
        }
        if (texts.contents().keySet().stream().map(files::place).anyMatch(Files::isSymbolicLink)) {
            return PatchTrial.hindered(places, "what it is for is a link out of the context");
        }
        TrialFiles patched;
        try {
            patched = own.with(
                    texts, files, directory, console.surroundings().clock().instant());
        } catch (IgnoreSyntaxException e) {
            return PatchTrial.hindered(places, "no builder reads the ignore file: " + e.getMessage());
        }
        String title = places.size() == 1
                ? "With the patch of " + findings.get(places.get(0)).rule().label()
                : "With " + places.size() + " patches";
        TrialBuilds.Trial cold = build(title + ", without cache", patched, true);
        if (!cold.succeeded()) {
            return PatchTrial.hindered(places, "the build with it fails" + failure(cold));
        }
        TrialBuilds.Trial unchanged = build(title + ", nothing changed", patched, false);
        if (!unchanged.succeeded()) {
            return PatchTrial.hindered(places, "the build with it, done again, fails" + failure(unchanged));
        }
        List<EditTimes> times = new ArrayList<>();
        BuiltImage after = read(String.valueOf(cold.image()), original.image, original.layers);
        Set<ImageDifference> differences = new TreeSet<>(ImageDifference.between(original.image, after));
        for (TrialEdits.Measured before : edits(places)) {
            TrialEdits.Measured now = edits.again(title, patched, before);
            for (int more = 0; more < SECOND_LOOKS && now.failed() == null && now.isSlowerThan(before); more++) {
                TrialEdits.Measured then = edits.more(before);
                before = then.failed() == null ? then : before;
                now = then.failed() == null ? edits.more(title, patched, now, before) : now;
            }
            if (now.failed() != null) {
                return PatchTrial.hindered(
                        places,
                        "after an edit of " + before.name() + " the build with it fails" + failure(now.failed()));
            }
            times.add(now.against(before));
            if (before.edit() instanceof ArgumentEdit) {
                differences.addAll(ImageDifference.between(image(before), image(now)));
            }
        }
        return judged(places, texts, patched, original, after, differences, cold, unchanged, times);
    }

    private BuiltImage image(TrialEdits.Measured measured) throws EngineException {
        return images.read(String.valueOf(measured.image()), cancellation);
    }

    private TrialBuilds.Trial build(String title, TrialFiles patched, boolean cold) {
        return builds.build(title, patched, null, console.surroundings().clock().instant(), cold);
    }

    /** One for each rule, then one of a source; each once. */
    private Set<TrialEdits.Measured> edits(List<Integer> places) {
        Set<TrialEdits.Measured> chosen = new LinkedHashSet<>();
        for (int place : places) {
            edits.first(typical.of(findings.get(place))).ifPresent(chosen::add);
        }
        edits.first(typical.ofSources()).ifPresent(chosen::add);
        return chosen;
    }

    private PatchTrial judged(
            List<Integer> places,
            PatchedTexts texts,
            TrialFiles patched,
            Original original,
            BuiltImage after,
            Set<ImageDifference> differences,
            TrialBuilds.Trial cold,
            TrialBuilds.Trial unchanged,
            List<EditTimes> times) {
        IntendedChange intended =
                new IntendedChange(places.stream().map(findings::get).toList(), digests(texts), dropped(patched));
        List<PatchTrial.Meant> meant = new ArrayList<>();
        List<ImageDifference> unmeant = new ArrayList<>();
        for (ImageDifference difference : original.fluctuation.beyond(List.copyOf(differences))) {
            String reason = intended.reason(difference, original.image, after);
            if (reason == null) {
                unmeant.add(difference);
            } else {
                meant.add(new PatchTrial.Meant(difference, reason));
            }
        }
        List<String> missed = new ArrayList<>(missed(unchanged));
        missed.removeAll(missed(original.unchanged));
        return new PatchTrial(places, null, cold.seconds(), unchanged.seconds(), missed, meant, unmeant, times);
    }

    private List<IntendedChange.PatchedText> digests(PatchedTexts texts) {
        List<IntendedChange.PatchedText> digests = new ArrayList<>();
        for (Map.Entry<String, String> text : texts.contents().entrySet()) {
            byte[] before = files.read().get(text.getKey());
            digests.add(new IntendedChange.PatchedText(
                    before == null ? null : FileDigests.sha256(before),
                    FileDigests.sha256(text.getValue().getBytes(StandardCharsets.UTF_8))));
        }
        return digests;
    }

    private Set<String> dropped(TrialFiles patched) {
        Set<String> dropped = tree.entries().stream().map(ContextEntry::path).collect(Collectors.toSet());
        builds.walk(patched).entries().forEach(entry -> dropped.remove(entry.path()));
        return dropped;
    }

    private static List<String> missed(TrialBuilds.Trial trial) {
        return trial.build().steps().stream()
                .filter(step -> step.status() == Status.EXECUTED)
                .map(step -> step.name().text())
                .toList();
    }

    /** Where and why, as far as it is known. */
    private static String failure(TrialBuilds.Trial trial) {
        Vertex failed = trial.build().vertices().stream()
                .filter(vertex -> vertex.status() == Status.FAILED)
                .findFirst()
                .orElse(null);
        String at = failed == null ? "" : " at " + failed.name().text();
        @Nullable
        String error = failed != null && failed.error() != null
                ? failed.error()
                : trial.build().error();
        if (error == null) {
            return at;
        }
        String line = error.lines().findFirst().orElse("");
        return at + ": " + (line.length() > LONGEST_ERROR ? line.substring(0, LONGEST_ERROR) + "…" : line);
    }
}
