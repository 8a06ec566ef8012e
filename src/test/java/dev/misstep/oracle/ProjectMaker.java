package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes up projects. */
final class ProjectMaker {
    static final List<String> FOLDERS = List.of("src", "src/sub", "conf", "docs", "lib");
    private static final List<String> NAMES = List.of("a.txt", "b.js", "c.tmp", "d.txt", "e.js", "f.txt");

    private final Random random;
    private final Facts facts;
    private final LineMaker lines;

    ProjectMaker(Random random, Facts facts, LineMaker lines) {
        this.random = random;
        this.facts = facts;
        this.lines = lines;
    }

    /** One that can be built. */
    State project(String salt) {
        while (true) {
            try {
                State state = make(salt);
                Model.steps(state, facts, new Cache());
                return state;
            } catch (Invalid e) {
                // another one
            }
        }
    }

    private State make(String salt) {
        State state = new State(salt);
        files(state);
        state.images.put("a", new BaseImage("a " + salt, "a0", 0, 0, List.of()));
        state.images.put("b", new BaseImage("b " + salt, "b0", 0, 0, lines.triggers(state)));
        if (lines.chance(40)) {
            state.ignore.addAll(List.of("docs/c.tmp", "lib/e.js"));
            state.ownIgnore = lines.chance(30) && !facts.classic();
        }
        if (lines.chance(15)) {
            state.dockerfile = "conf/app.Dockerfile";
        }
        state.globals.add(new Line.Setting(1, "ARG", "BASE", "a"));
        if (lines.chance(50)) {
            state.globals.add(new Line.Setting(2, "ARG", "G1", lines.word()));
        }
        int stages = 1 + random.nextInt(4);
        for (int i = 0; i < stages; i++) {
            state.stages.add(stage(state, i, i == stages - 1));
        }
        for (String argument : LineMaker.ARGUMENTS) {
            if (lines.chance(40)) {
                state.given.put(argument, lines.word());
            }
        }
        return state;
    }

    private void files(State state) {
        for (String folder : FOLDERS) {
            state.tree.put(folder, Item.directory());
            state.tree.put(folder + "/keep.txt", file(state));
            for (String name : NAMES) {
                if (lines.chance(45)) {
                    state.tree.put(folder + "/" + name, file(state));
                }
            }
        }
        state.tree.put("keep.txt", file(state));
        state.tree.put("package.json", file(state));
        state.tree.put("lib/pack.tar", Item.file(Archive.of(state.salt)));
        state.tree.put("docs/c.tmp", file(state));
        state.tree.put("lib/e.js", file(state));
        state.tree.put("src/l1", Item.link("keep.txt"));
        state.tree.put("conf/l2", Item.link(lines.chance(80) ? "keep.txt" : "nowhere"));
        if (lines.chance(50)) {
            state.tree.put("src/empty", Item.directory());
        }
    }

    private Item file(State state) {
        return Item.file(state.salt + " " + random.nextInt(1000) + "\n").withMode(lines.chance(15) ? 0755 : 0644);
    }

    private Stage stage(State state, int number, boolean last) {
        String image = null;
        Integer base = null;
        boolean byArgument = false;
        int dice = random.nextInt(100);
        List<Stage> earlier = state.stages;
        if (dice < 20 && !earlier.isEmpty()) {
            base = lines.any(earlier).id();
        } else if (dice < 90 || number == 0) {
            image = lines.chance(70) ? "a" : "b";
            byArgument = lines.chance(20);
        }
        @Nullable String name = lines.chance(75) ? "s" + number : null;
        Stage empty = new Stage(number, name, image, base, byArgument, List.of());
        List<Line> made = new ArrayList<>();
        int count = 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            made.add(lines.line(state, empty, made));
        }
        if (last || made.stream().noneMatch(line -> line instanceof Line.Copy)) {
            made.add(lines.copy(state, empty));
        }
        return empty.with(made);
    }
}
