package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line of a Dockerfile below a FROM. The id stays when the line is edited or moved, so the truth about it is known. */
sealed interface Line {
    /** How many ways there are to write what is the same to BuildKit. */
    int SPELLINGS = 3;

    int id();

    /** As it stands in the Dockerfile. */
    String render(State state);

    /** How a RUN is written. */
    enum Style {
        SHELL,
        EXEC,
        CONTINUED,
        COMMENTED,
        HEREDOC
    }

    /** What a RUN does; it writes a file of its own, so that no two are in each other's way. */
    enum Body {
        NOTHING,
        CONSTANT,
        CAT,
        VARIABLE,
        RANDOM,
        DIRECTORY,
        MOUNTED
    }

    /**
     * A bind mount at {@code /m}, or at {@code /f} where it is a file: 20.10 leaves what it mounted on behind.
     *
     * @param stage id of the stage it is from, or {@code null} for the context
     */
    record Mount(@Nullable Integer stage, String source) {
        /** Whether it is a file: those have names with an ending, but for the output of a RUN. */
        boolean isFile() {
            return source.matches(".*\\.[a-z]+|.*/r\\d+");
        }
    }

    /**
     * A mount that is no part of the context or of a stage: of a cache, or of a secret.
     *
     * @param type {@code cache} or {@code secret}
     * @param name of the cache; of the secret there is one
     * @param target where it appears, below {@code /}
     */
    record Aside(String type, String name, String target) {
        /** The only secret that builds are given. */
        static final String SECRET = "tok";

        String render(State state) {
            return type.equals("secret")
                    ? "--mount=type=secret,id=" + SECRET + ",target=/" + target + " "
                    : "--mount=type=cache,id=" + state.salt + name + ",target=/" + target + " ";
        }

        /** What of it is in a key: what a secret says never is, and what a cache is called is only with older engines. */
        String key(boolean namesCaches) {
            return type + " " + target + (namesCaches ? " " + name : "");
        }
    }

    /**
     * RUN.
     *
     * @param what files read, a variable's name or a text, as the body needs it
     * @param version goes into the text and not into what is written
     * @param blanks between the words, where they are part of the key
     * @param lead blanks before the command, where they are not
     * @param spelling which of the {@link #SPELLINGS}
     * @param aside {@code null} for none
     */
    record Run(
            int id,
            Style style,
            Body body,
            List<String> what,
            @Nullable Mount mount,
            int version,
            int blanks,
            int lead,
            int remark,
            int spelling,
            @Nullable Aside aside)
            implements Line {
        String out(State state) {
            return state.root() + "/r" + id;
        }

        private String action(State state) {
            String to = " > /" + out(state);
            return switch (body) {
                case NOTHING -> "true " + what.get(0);
                case CONSTANT -> "echo " + what.get(0) + to;
                case CAT, MOUNTED -> "(cat " + String.join(" ", what) + " || true)" + to + " 2>/dev/null";
                case VARIABLE -> "echo \"v:$" + what.get(0) + "\"" + to;
                case RANDOM -> "cat /proc/sys/kernel/random/uuid" + to;
                case DIRECTORY -> "mkdir -p /" + state.root() + "/e" + id + "/" + what.get(0);
            };
        }

        private List<String> parts(State state) {
            return List.of("mkdir -p /" + state.root() + " &&", action(state), "&& : v" + version);
        }

        /** What the shell is given: lines that go on are joined with the blanks they begin with. */
        String command(State state) {
            String between = style == Style.CONTINUED || style == Style.COMMENTED
                    ? " " + " ".repeat(blanks * 2)
                    : " ".repeat(blanks);
            String command = String.join(between, parts(state));
            return style == Style.HEREDOC
                    ? String.join("\n", "mkdir -p /" + state.root(), action(state), ": v" + version) + "\n"
                    : command;
        }

        String flags(State state) {
            if (mount == null) {
                return "";
            }
            String target = mount.isFile() ? "/f" : "/m";
            String from = mount.stage() == null
                    ? ""
                    : "from=" + state.stage(mount.stage()).reference(state) + ",";
            return switch (spelling) {
                case 0 -> "--mount=" + from + "type=bind,source=" + mount.source() + ",target=" + target + " ";
                case 1 -> "--mount=" + from + "dst=" + target + ",src=" + mount.source() + " ";
                default -> "--mount=target=" + target + ",source=" + mount.source() + ",ro=1," + from + "type=bind ";
            };
        }

        @Override
        public String render(State state) {
            String start = "RUN" + " ".repeat(lead) + (aside == null ? "" : aside.render(state)) + flags(state);
            String between =
                    " \\\n" + (style == Style.COMMENTED ? "# remark " + remark + "\n" : "") + " ".repeat(blanks * 2);
            return switch (style) {
                case SHELL -> start + command(state);
                case EXEC -> start + "[\"/bin/sh\", \"-c\", \"" + command(state).replace("\"", "\\\"") + "\"]";
                case CONTINUED, COMMENTED -> start + String.join(between, parts(state));
                case HEREDOC -> {
                    String name = List.of("EOF", "END", "EOF").get(spelling);
                    String quote = spelling == 2 ? "'" : "";
                    yield start + "<<" + quote + name + quote + "\n" + command(state) + name;
                }
            };
        }
    }

    /**
     * COPY or ADD, to a directory of its own.
     *
     * @param stage id of the stage it copies from, or {@code null}
     * @param image name of the image it copies from, or {@code null}
     * @param sources paths, without a leading slash
     * @param dest without the project's own root
     * @param heredoc content of a file given in place, or {@code null}
     */
    record Copy(
            int id,
            String word,
            @Nullable Integer stage,
            @Nullable String image,
            List<String> sources,
            String dest,
            Map<String, String> flags,
            boolean json,
            @Nullable String heredoc,
            int lead)
            implements Line {
        boolean linked() {
            return flags.containsKey("link");
        }

        boolean fromContext() {
            return stage == null && image == null && heredoc == null;
        }

        String flagText(State state) {
            StringBuilder text = new StringBuilder();
            if (stage != null) {
                text.append("--from=")
                        .append(state.stage(stage).reference(state))
                        .append(' ');
            } else if (image != null) {
                text.append("--from=").append(state.imageName(image)).append(' ');
            }
            flags.forEach(
                    (name, value) -> text.append("--").append(name).append(value.isEmpty() ? " " : "=" + value + " "));
            return text.toString();
        }

        @Override
        public String render(State state) {
            String start = word + " ".repeat(lead) + flagText(state);
            if (heredoc != null) {
                return start + "<<EOF " + dest + "h.txt\n" + heredoc + "\nEOF";
            }
            String slash = stage == null && image == null ? "" : "/";
            List<String> words = new ArrayList<>();
            sources.forEach(source -> words.add(slash + source));
            words.add(dest);
            return json ? start + "[\"" + String.join("\", \"", words) + "\"]" : start + String.join(" ", words);
        }
    }

    record Workdir(int id, String path) implements Line {
        @Override
        public String render(State state) {
            return "WORKDIR " + path;
        }
    }

    /**
     * ENV, ARG, LABEL, USER, SHELL, EXPOSE.
     *
     * @param value {@code null} for an ARG without a default
     */
    record Setting(
            int id, String word, String name, @Nullable String value) implements Line {
        @Override
        public String render(State state) {
            return switch (word) {
                case "ENV", "LABEL" -> word + " " + name + "=" + value;
                case "ARG" ->
                    name.equals("BASE")
                            ? "ARG BASE=" + state.imageName(String.valueOf(value))
                            : value == null ? "ARG " + name : "ARG " + name + "=" + value;
                default -> word + " " + value;
            };
        }
    }

    /** A comment, or a blank line where the text is empty. */
    record Remark(int id, String text) implements Line {
        @Override
        public String render(State state) {
            return text;
        }
    }
}
