package dev.misstep.oracle;

import dev.misstep.cli.InProcess;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;
import dev.misstep.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A Dockerfile that somebody wrote, built with stand-ins for all it needs, and again after each change of one thing. */
final class Shape implements AutoCloseable {
    /** What was changed, the causes that may be named for it, and the files. */
    private record Changed(String what, Set<String> causes, Set<String> files) {}

    /** A COPY may be from a stage that is an image and nothing more. */
    private static final Set<String> ANOTHER_BASE = Set.of("base-image", "stage-output");

    private final Lab lab;
    private final FoundDockerfile found;
    private final Tally tally;
    private final Dockerfile dockerfile;
    private final Needs needs;
    private final ShapeText text;
    private final String salt;
    private final Path folder;
    private final WorkTree directory;
    private final Tree tree = new Tree();
    private final Map<String, String> images = new TreeMap<>();
    private final Map<Integer, String> edits = new TreeMap<>();
    private final Map<String, String> given = new TreeMap<>();

    Shape(Lab lab, FoundDockerfile found, String salt, Tally tally) throws StandInException, IOException {
        this.lab = lab;
        this.found = found;
        this.salt = salt;
        this.tally = tally;
        try {
            this.dockerfile = Dockerfile.parse(found.text());
        } catch (DockerfileSyntaxException e) {
            throw new StandInException("no Dockerfile: " + e.getMessage());
        }
        this.needs = new Needs(dockerfile);
        this.text = new ShapeText(
                found, dockerfile, needs, this::standIn, lab.facts().heredoc());
        this.folder = Files.createTempDirectory("misstep-shape");
        this.directory = new WorkTree(Files.createDirectory(folder.resolve("context")));
        Files.createDirectory(folder.resolve("home"));
    }

    private String standIn(String image) {
        return images.computeIfAbsent(image, name -> "misstep-oracle/" + salt + ":i" + images.size());
    }

    /** Builds it and all its changes. */
    void run() throws StandInException, EngineException, IOException {
        context();
        needs.images().keySet().forEach(this::standIn);
        text.text(edits);
        for (String image : List.copyOf(images.keySet())) {
            make(image, "1");
        }
        InProcess.Result first = build();
        if (first.status() != 0) {
            throw new StandInException(first.err()
                    .lines()
                    .filter(line -> line.startsWith("misstep: "))
                    .findFirst()
                    .orElse("status " + first.status()));
        }
        if (new ShapeJudge(first.json()).steps() == 0) {
            throw new StandInException("it has no steps");
        }
        again(new Changed("nothing", Set.of(), Set.of()));
        changeFiles();
        changeInstructions();
        changeBase();
    }

    private void context() {
        tree.put("made.txt", Item.file("made " + salt));
        tree.put("other.txt", Item.file("other " + salt));
        tree.put(".dockerignore", Item.file("no-such-file\n"));
        Set<String> paths = needs.context();
        for (String path : paths) {
            String plain = path.replaceAll("/$", "");
            boolean directory = path.endsWith("/")
                    || paths.stream().anyMatch(other -> other.startsWith(plain + "/") && !other.equals(path))
                    || (!plain.substring(plain.lastIndexOf('/') + 1).contains(".")
                            && Math.floorMod(plain.hashCode(), 2) == 0);
            if (plain.isEmpty() || plain.equals("Dockerfile") || plain.equals(".dockerignore")) {
                continue;
            }
            if (directory) {
                tree.directories(plain, Item.ROOT);
                tree.put(plain + "/a.txt", Item.file("a " + plain + salt));
                tree.put(plain + "/b.txt", Item.file("b " + plain + salt));
            } else {
                if (plain.contains("/")) {
                    tree.directories(plain.substring(0, plain.lastIndexOf('/')), Item.ROOT);
                }
                tree.put(plain, Item.file("file " + plain + salt));
            }
        }
    }

    private void make(String image, String version) throws EngineException, IOException {
        SortedMap<String, String> files = new TreeMap<>();
        files.put("base/marker", salt + image + version);
        for (String path : needs.images().getOrDefault(image, new TreeSet<>())) {
            String plain = path.replaceAll("/$", "");
            if (!plain.isEmpty() && !plain.startsWith("bin/") && !plain.equals("bin")) {
                files.put(path.endsWith("/") ? path + "made" : plain, "of " + image);
            }
        }
        files.keySet().removeIf(path -> files.keySet().stream().anyMatch(other -> other.startsWith(path + "/")));
        lab.store().makeImage(standIn(image), files, "BASEV=1");
    }

    private void changeFiles() throws EngineException, IOException {
        int changed = 0;
        for (Map.Entry<Integer, List<String>> copy : needs.sources().entrySet()) {
            String source = copy.getValue().get(0).replaceAll("/$", "");
            String path =
                    source.isEmpty() ? "other.txt" : tree.get(source + "/a.txt") != null ? source + "/a.txt" : source;
            Item item = tree.get(path);
            if (item == null || !item.is(Item.Kind.FILE) || changed == 3) {
                continue;
            }
            changed++;
            tree.put(path, Item.file(item.text() + " changed"));
            again(new Changed(
                    "content of " + path + ", of line " + copy.getKey(), Set.of("context-files"), Set.of(path)));
        }
        List<String> ignorable = tree.items().keySet().stream()
                .filter(path -> path.endsWith("/b.txt"))
                .toList();
        String ignored = ignorable.isEmpty() ? "other.txt" : ignorable.get(0);
        tree.put(".dockerignore", Item.file(ignored + "\n"));
        again(new Changed("ignore file with " + ignored, Set.of("context-files"), Set.of(ignored, ".dockerignore")));
    }

    private void changeInstructions() throws EngineException, IOException {
        Set<String> structural = text.structural();
        Map<String, String> once = new TreeMap<>();
        for (Instruction instruction : dockerfile.instructions()) {
            if (instruction.keyword().equals("ARG") && !instruction.arguments().isEmpty()) {
                String name = instruction.arguments().get(0).split("=", 2)[0];
                if (!structural.contains(name) && !name.matches("(BUILD|TARGET).*") && once.size() < 2) {
                    once.put(name, "given");
                }
            }
        }
        for (String name : once.keySet()) {
            given.put(name, "given" + salt);
            again(new Changed("argument " + name, Set.of("build-arg"), Set.of()));
        }
        edit("ENV", " ORACLE=edited");
        edit("RUN", "edited");
    }

    private void edit(String keyword, String edit) throws EngineException, IOException {
        for (Stage stage : needs.graph().reachable(null)) {
            for (Instruction instruction : stage.instructions()) {
                boolean pairs = !keyword.equals("ENV") || instruction.text().matches("(?is)ENV\\s+[^\\s=]+=.*");
                if (instruction.keyword().equals(keyword) && pairs) {
                    edits.put(instruction.line(), edit);
                    again(new Changed(
                            keyword + " of line " + instruction.line() + " edited",
                            Set.of("instruction", "context-files"),
                            Set.of("Dockerfile")));
                    return;
                }
            }
        }
    }

    private void changeBase() throws EngineException, IOException {
        for (Stage stage : needs.graph().reachable(null)) {
            String image = needs.image(stage);
            if (image != null) {
                make(image, "2");
                again(new Changed("base " + image + " made anew", ANOTHER_BASE, Set.of()));
                return;
            }
        }
    }

    private void again(Changed changed) throws EngineException, IOException {
        if (Oracle.isStopping()) {
            return;
        }
        tally.changes++;
        tally.round(found.name(), List.of(changed.what()));
        write();
        InProcess.Result foretold = invoke(arguments("context", "--predict"));
        InProcess.Result result = build();
        List<Fault> faults = new ArrayList<>();
        if (Oracle.isStopping()) {
            return;
        }
        if (foretold.status() != 0 || result.status() != 0) {
            InProcess.Result broken = foretold.status() != 0 ? foretold : result;
            faults.add(new Fault(Fault.Kind.BROKEN, "", "status " + broken.status() + " " + broken.err(), "an answer"));
        } else {
            tally.builds++;
            ShapeJudge judge = new ShapeJudge(result.json());
            tally.steps += judge.steps();
            judge.named().forEach(tally::named);
            judge.report(changed.causes(), changed.files());
            faults.addAll(judge.prediction(foretold.json(), changed.causes(), changed.files()));
            if (judge.allHit() && !changed.what().equals("nothing")) {
                tally.round(found.name(), List.of("of " + changed.what() + " nothing ran"));
            }
        }
        if (!faults.isEmpty()) {
            tally.faults(
                    "engine " + lab.facts().version() + ", " + found.name(),
                    text.text(edits),
                    arguments("profile"),
                    List.of(changed.what()),
                    faults);
        }
    }

    private void write() throws IOException {
        tree.put("Dockerfile", Item.file(text.text(edits)));
        directory.become(tree, null);
    }

    private InProcess.Result build() throws IOException {
        write();
        return invoke(arguments("profile", "--runs", "1", "--label", label()));
    }

    private InProcess.Result invoke(List<String> arguments) {
        return InProcess.run(folder.resolve("home"), folder.resolve("context"), lab.host(), arguments);
    }

    private List<String> arguments(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--format", "json", "--builder-kind", "buildkit"));
        given.forEach((name, value) -> arguments.addAll(List.of("--build-arg", name + "=" + value)));
        arguments.add(".");
        return arguments;
    }

    private String label() {
        return "misstep-oracle=" + salt;
    }

    @Override
    public void close() throws EngineException, IOException {
        lab.engine().removeImages(label());
        for (String name : images.values()) {
            lab.store().remove(name);
        }
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
