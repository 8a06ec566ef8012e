package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes to the Dockerfile and to what is given to the build. */
final class LineChanges {
    private final Random random;
    private final LineMaker lines;

    LineChanges(Random random, LineMaker lines) {
        this.random = random;
        this.lines = lines;
    }

    String apply(Change kind, State state) {
        return switch (kind) {
            case ARGUMENT -> argument(state);
            case UNDECLARED -> {
                state.given.put("UNDECLARED", lines.word());
                yield "UNDECLARED";
            }
            case DEFAULT -> setting(state, "ARG", lines.chance(20) ? null : lines.word());
            case VARIABLE ->
                edit(state, Line.Setting.class, line -> {
                    Line.Setting setting = (Line.Setting) line;
                    if (!setting.word().equals("ENV")) {
                        throw new Invalid("another word");
                    }
                    return new Line.Setting(line.id(), "ENV", setting.name(), lines.value(setting.name()));
                });
            case LABEL -> setting(state, "LABEL", lines.word());
            case USER -> setting(state, "USER", lines.any(List.of("0", "0:0")));
            case SHELL ->
                setting(state, "SHELL", lines.any(List.of("[\"/bin/sh\", \"-c\"]", "[\"/bin/sh\", \"-ec\"]")));
            case WORKDIR -> edit(state, Line.Workdir.class, line -> new Line.Workdir(line.id(), lines.workdir(state)));
            case COMMENT -> comment(state);
            case BLANKS -> blanks(state);
            case SPELLING -> edit(state, Line.Run.class, this::spell);
            case INSERT -> insert(state);
            case DELETE -> delete(state);
            case MOVE -> move(state);
            case EDIT_RUN -> edit(state, Line.Run.class, this::editRun);
            case ASIDE -> edit(state, Line.Run.class, line -> aside((Line.Run) line));
            case SECRET -> {
                state.secret++;
                yield "the secret is another";
            }
            case EDIT_COPY -> edit(state, Line.Copy.class, line -> editCopy(state, (Line.Copy) line));
            case RENAME_STAGE -> renameStage(state);
            default -> throw new AssertionError(kind);
        };
    }

    private String argument(State state) {
        String name = lines.any(LineMaker.ARGUMENTS);
        if (state.given.containsKey(name) && lines.chance(20)) {
            state.given.remove(name);
            return name + " no more";
        }
        String value = lines.word();
        state.given.put(name, value);
        return name + "=" + value;
    }

    private String setting(State state, String word, @Nullable String value) {
        if (word.equals("ARG") && lines.chance(30) && state.globals.size() > 1) {
            state.globals.set(1, new Line.Setting(2, "ARG", "G1", value == null ? "none" : value));
            return "global G1=" + value;
        }
        return edit(state, Line.Setting.class, line -> {
            Line.Setting setting = (Line.Setting) line;
            if (!setting.word().equals(word)) {
                throw new Invalid("another word");
            }
            return new Line.Setting(line.id(), word, setting.name(), value);
        });
    }

    private String edit(State state, Class<? extends Line> kind, UnaryOperator<Line> how) {
        List<Line> candidates = new ArrayList<>();
        state.stages.forEach(
                stage -> stage.lines().stream().filter(kind::isInstance).forEach(candidates::add));
        Collections.shuffle(candidates, random);
        for (Line line : candidates) {
            try {
                Line edited = how.apply(line);
                if (!edited.equals(line)) {
                    replace(state, line, List.of(edited));
                    return line.render(state) + " => " + edited.render(state);
                }
            } catch (Invalid e) {
                // another line
            }
        }
        throw new Invalid("no line to edit");
    }

    private static void replace(State state, Line line, List<Line> by) {
        for (int i = 0; i < state.stages.size(); i++) {
            Stage stage = state.stages.get(i);
            int at = stage.lines().indexOf(line);
            if (at >= 0) {
                List<Line> changed = new ArrayList<>(stage.lines());
                changed.remove(at);
                changed.addAll(at, by);
                state.stages.set(i, stage.with(changed));
            }
        }
    }

    private String comment(State state) {
        if (lines.chance(30)) {
            state.header++;
            return "first line";
        }
        if (lines.chance(50)) {
            return edit(state, Line.Run.class, line -> {
                Line.Run run = (Line.Run) line;
                if (run.style() != Line.Style.COMMENTED) {
                    throw new Invalid("no comment");
                }
                return new Line.Run(
                        run.id(),
                        run.style(),
                        run.body(),
                        run.what(),
                        run.mount(),
                        run.version(),
                        run.blanks(),
                        run.lead(),
                        run.remark() + 1,
                        run.spelling(),
                        run.aside());
            });
        }
        return put(state, new Line.Remark(lines.id(), lines.chance(50) ? "" : "# " + lines.word()));
    }

    private String put(State state, Line line) {
        int at = random.nextInt(state.stages.size());
        List<Line> changed = new ArrayList<>(state.stages.get(at).lines());
        int index = random.nextInt(changed.size() + 1);
        changed.add(index, line);
        state.stages.set(at, state.stages.get(at).with(changed));
        return line.render(state) + " at " + at + "/" + index;
    }

    /** Blanks behind the first word are no part of a key; those between the words of a RUN are. */
    private String blanks(State state) {
        boolean inside = lines.chance(50);
        return edit(state, Line.class, line -> {
            if (line instanceof Line.Run run) {
                return new Line.Run(
                        run.id(),
                        run.style(),
                        run.body(),
                        run.what(),
                        run.mount(),
                        run.version(),
                        inside ? 3 - run.blanks() : run.blanks(),
                        inside ? run.lead() : 3 - run.lead(),
                        run.remark(),
                        run.spelling(),
                        run.aside());
            }
            if (line instanceof Line.Copy copy) {
                return new Line.Copy(
                        copy.id(),
                        copy.word(),
                        copy.stage(),
                        copy.image(),
                        copy.sources(),
                        copy.dest(),
                        copy.flags(),
                        copy.json(),
                        copy.heredoc(),
                        3 - copy.lead());
            }
            throw new Invalid("neither");
        });
    }

    private String insert(State state) {
        int at = random.nextInt(state.stages.size());
        Stage stage = state.stages.get(at);
        List<Line> changed = new ArrayList<>(stage.lines());
        int index = random.nextInt(changed.size() + 1);
        Line line = lines.line(state, stage, changed.subList(0, index));
        changed.add(index, line);
        state.stages.set(at, stage.with(changed));
        return line.render(state) + " at " + at + "/" + index;
    }

    private String delete(State state) {
        int at = random.nextInt(state.stages.size());
        Stage stage = state.stages.get(at);
        if (stage.lines().size() < 3) {
            throw new Invalid("few lines");
        }
        List<Line> changed = new ArrayList<>(stage.lines());
        Line line = changed.remove(random.nextInt(changed.size()));
        state.stages.set(at, stage.with(changed));
        return line.render(state);
    }

    private String move(State state) {
        int at = random.nextInt(state.stages.size());
        Stage stage = state.stages.get(at);
        List<Line> changed = new ArrayList<>(stage.lines());
        Line line = changed.remove(random.nextInt(changed.size()));
        int index = random.nextInt(changed.size() + 1);
        changed.add(index, line);
        if (changed.equals(stage.lines())) {
            throw new Invalid("the same");
        }
        state.stages.set(at, stage.with(changed));
        return line.render(state) + " to " + at + "/" + index;
    }

    private Line editRun(Line line) {
        Line.Run run = (Line.Run) line;
        boolean output = lines.chance(50)
                && run.body() != Line.Body.CAT
                && run.body() != Line.Body.MOUNTED
                && run.body() != Line.Body.VARIABLE;
        return new Line.Run(
                run.id(),
                run.style(),
                run.body(),
                output ? List.of(lines.word()) : run.what(),
                run.mount(),
                output ? run.version() : random.nextInt(4),
                run.blanks(),
                run.lead(),
                run.remark(),
                run.spelling(),
                run.aside());
    }

    private Line aside(Line.Run run) {
        return new Line.Run(
                run.id(),
                run.style(),
                run.body(),
                run.what(),
                run.mount(),
                run.version(),
                run.blanks(),
                run.lead(),
                run.remark(),
                run.spelling(),
                run.aside() != null && lines.chance(25) ? null : lines.aside());
    }

    /** Another way to write the same: a list for words of the shell, another name of a document, other words of a mount. */
    private Line spell(Line line) {
        Line.Run run = (Line.Run) line;
        Line.Style style = run.style();
        if (lines.chance(60)) {
            style = style == Line.Style.SHELL ? Line.Style.EXEC : style == Line.Style.EXEC ? Line.Style.SHELL : style;
        }
        if (run.mount() == null && style != Line.Style.HEREDOC && style == run.style()) {
            throw new Invalid("there is one way");
        }
        return new Line.Run(
                run.id(),
                style,
                run.body(),
                run.what(),
                run.mount(),
                run.version(),
                run.blanks(),
                run.lead(),
                run.remark(),
                (run.spelling() + 1) % Line.SPELLINGS,
                run.aside());
    }

    private Line editCopy(State state, Line.Copy copy) {
        int dice = random.nextInt(10);
        Map<String, String> flags = new LinkedHashMap<>(copy.flags());
        String dest = copy.dest();
        List<String> sources = copy.sources();
        if (dice < 4) {
            flags = lines.flags();
        } else if (dice < 6) {
            dest = (dest.startsWith("/") ? "/" + state.root() + "/" : "") + "c" + copy.id() + "v" + random.nextInt(3)
                    + "-" + state.salt + "/";
        } else if (copy.fromContext()) {
            sources = lines.copy(state, state.stages.get(0)).sources();
            if (sources.isEmpty()
                    || sources.get(0).startsWith(state.root())
                    || sources.get(0).startsWith("base")) {
                throw new Invalid("not of the context");
            }
        } else {
            throw new Invalid("as it is");
        }
        return new Line.Copy(
                copy.id(),
                copy.word(),
                copy.stage(),
                copy.image(),
                sources,
                dest,
                flags,
                copy.json(),
                copy.heredoc(),
                copy.lead());
    }

    private String renameStage(State state) {
        int at = random.nextInt(state.stages.size());
        Stage stage = state.stages.get(at);
        state.stages.set(
                at, stage.named(stage.name() == null ? "s" + at : lines.chance(30) ? null : stage.name() + "x"));
        return "stage " + at;
    }
}
