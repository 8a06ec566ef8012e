package dev.misstep.oracle;

import dev.misstep.cli.InProcess;
import dev.misstep.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One project, built again after each change. */
final class Project implements AutoCloseable {
    private static final int INTERRUPTED = 130;

    private final Lab lab;
    private final long seed;
    private final Path folder;
    private final WorkTree directory;
    private final Changer changer;
    private final Cache cache = new Cache();
    private final Map<String, BaseImage> made = new TreeMap<>();
    private final Map<String, Built> builds = new HashMap<>();
    private final Set<String> ids = new TreeSet<>();
    private final Tally tally;
    private State state;
    private int round;

    Project(Lab lab, long seed, String salt, Tally tally) throws IOException {
        this.lab = lab;
        this.seed = seed;
        this.tally = tally;
        this.folder = Files.createTempDirectory("misstep-oracle");
        this.directory = new WorkTree(Files.createDirectory(folder.resolve("context")));
        Files.createDirectory(folder.resolve("home"));
        Random random = new Random(seed);
        LineMaker lines = new LineMaker(random, lab.facts());
        this.changer = new Changer(random, lab.facts(), lines);
        this.state = new ProjectMaker(random, lab.facts(), lines).project(salt);
    }

    /** Builds it as it was made. */
    boolean begin() throws EngineException, IOException {
        return build(List.of("made"), Set.of());
    }

    /** Changes and builds it; whether it can go on. */
    boolean next() throws EngineException, IOException {
        round++;
        Changer.Changed changed = changer.change(state);
        tally.changes += changed.what().size();
        state = changed.state();
        return build(changed.what(), changed.kinds());
    }

    private boolean build(List<String> what, Set<Change> kinds) throws EngineException, IOException {
        tally.round("seed " + seed + ", round " + round, what);
        boolean certain = prepare(kinds.contains(Change.PRUNE));
        List<Step> steps = Model.steps(state, lab.facts(), cache);
        List<Fate> fates = Fate.of(steps, cache, state.noCache, certain, kinds.contains(Change.PRUNE));
        String built = state.dockerfile + " " + state.target;
        Built before = builds.get(built);
        Tree context = state.context();
        Causes causes = before == null ? null : new Causes(before, context);
        Set<String> more = new TreeSet<>();
        if (state.noCache) {
            more.add("no-cache");
        }
        if (kinds.contains(Change.PRUNE)) {
            more.add("evicted");
        }
        List<Fault> faults = new ArrayList<>();
        InProcess.Result foretold = run(arguments("context", "--predict"));
        if (foretold.status() == 0) {
            faults.addAll(new Foresight(steps, fates, cache, lab.facts().classic())
                    .prediction(foretold.json(), causes, more));
        } else {
            faults.add(broken(foretold));
        }
        InProcess.Result result = run(
                lab.facts().classic()
                        ? arguments("profile", "--runs", "1")
                        : arguments("profile", "--runs", "1", "--label", label()));
        tally.builds++;
        boolean good = result.status() == 0;
        if (good) {
            Judge judge = new Judge(steps, fates, lab.facts().classic());
            faults.addAll(judge.report(result.json(), causes, more));
            tally.steps += steps.size();
            judge.named().forEach(tally::named);
        } else if (result.status() != INTERRUPTED) {
            faults.add(broken(result));
        }
        if (!faults.isEmpty()) {
            tally.faults(
                    "engine " + lab.facts().version() + ", seed " + seed + ", round " + round,
                    state.text(),
                    arguments("profile"),
                    what,
                    faults);
        }
        steps.forEach(cache::add);
        builds.put(built, new Built(steps, context));
        return good;
    }

    private InProcess.Result run(List<String> arguments) {
        return InProcess.run(folder.resolve("home"), folder.resolve("context"), lab.host(), arguments);
    }

    private static Fault broken(InProcess.Result result) {
        return new Fault(Fault.Kind.BROKEN, "", "status " + result.status() + " " + result.err(), "an answer");
    }

    private List<String> arguments(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--format", "json", "-f", state.dockerfile));
        arguments.addAll(List.of("--builder-kind", lab.facts().classic() ? "classic" : "buildkit"));
        if (state.target != null) {
            arguments.addAll(List.of("--target", state.targetStage().named()));
        }
        state.given.forEach((name, value) -> arguments.addAll(
                List.of("--build-arg", name + "=" + (name.equals("BASE") ? state.imageName(value) : value))));
        if (lab.facts().mounts()) {
            arguments.addAll(List.of("--secret", "id=" + Line.Aside.SECRET + ",src=" + folder.resolve("secret")));
        }
        if (state.noCache) {
            arguments.add("--no-cache");
        }
        arguments.add(".");
        return arguments;
    }

    private String label() {
        return "misstep-oracle=" + state.salt;
    }

    /** Makes all as the state has it; whether it is then known what is in the cache. */
    private boolean prepare(boolean prune) throws EngineException, IOException {
        for (Map.Entry<String, BaseImage> image : state.images.entrySet()) {
            if (!image.getValue().equals(made.get(image.getKey()))) {
                String name = state.imageName(image.getKey());
                lab.store()
                        .makeImage(
                                name,
                                new TreeMap<>(Map.of(
                                        "base/marker", image.getValue().marker(),
                                        "base/other",
                                                String.valueOf(image.getValue().other()))),
                                image.getValue().environment().entrySet().stream()
                                        .map(each -> each.getKey() + "="
                                                + each.getValue().value())
                                        .collect(Collectors.joining(" ")),
                                image.getValue().triggers().stream()
                                        .map(line -> line.render(state))
                                        .toList());
                String id = lab.store().imageId(name);
                ids.add(id);
                cache.image(image.getKey(), id);
                made.put(image.getKey(), image.getValue());
            }
        }
        directory.become(state.disk(), state.touched);
        Files.writeString(folder.resolve("secret"), "secret " + state.secret);
        state.touched = null;
        if (!prune) {
            return true;
        }
        lab.engine().removeImages(label());
        lab.store().prune(lab.store().records(state.salt));
        cache.loseAll();
        return lab.store().records(state.salt).isEmpty();
    }

    @Override
    public void close() throws EngineException, IOException {
        lab.engine().removeImages(label());
        if (lab.facts().classic()) {
            lab.store().removeMadeOf(ids); // a label would be one step more
        }
        for (String id : ids) {
            lab.store().remove(id);
        }
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
