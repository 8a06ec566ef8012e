package dev.misstep.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a person sees: the answer on standard output, everything else on standard error. */
final class Console {
    /** When to use colour. */
    enum Colour {
        AUTO,
        ALWAYS,
        NEVER
    }

    private final Surroundings surroundings;
    private final Colour colour;
    private final boolean stacktrace;
    private volatile @Nullable Consumer<String> view;
    private volatile int columns;

    Console(Surroundings surroundings, Colour colour, boolean stacktrace) {
        this.surroundings = surroundings;
        this.colour = colour;
        this.stacktrace = stacktrace;
        this.columns = surroundings.terminal().columns();
    }

    Surroundings surroundings() {
        return surroundings;
    }

    int columns() {
        return columns;
    }

    /** Finds out whether the window was made wider or narrower. */
    void measure() {
        columns = surroundings.terminal().measure().getAsInt();
    }

    boolean colourOut() {
        return colour(surroundings.terminal().outIsTerminal());
    }

    boolean colourErr() {
        return colour(surroundings.terminal().errIsTerminal());
    }

    // https://no-color.org and https://bixense.com/clicolors: a set, non-empty NO_COLOR wins over CLICOLOR_FORCE
    private boolean colour(boolean terminal) {
        if (colour != Colour.AUTO) {
            return colour == Colour.ALWAYS;
        }
        Map<String, String> environment = surroundings.environment();
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String force = environment.getOrDefault("CLICOLOR_FORCE", "");
        return terminal || (!force.isEmpty() && !force.equals("0"));
    }

    /** From now on lines for standard error go through what has the terminal; {@code null} when it is free again. */
    void showThrough(@Nullable Consumer<String> newView) {
        view = newView;
    }

    /** The answer. */
    void print(String text) {
        surroundings.out().print(text);
        surroundings.out().flush();
    }

    /** What writes an answer that is too long to be held as a whole. */
    interface Answer {
        void writeTo(OutputStream out) throws IOException;
    }

    /** The answer, as it is made. What goes wrong with standard output is remembered there. */
    void print(Answer answer) {
        try {
            answer.writeTo(surroundings.out());
        } catch (IOException e) {
            throw new IllegalStateException("a print stream throws nothing", e);
        }
        surroundings.out().flush();
    }

    /** Something the user should know that is not the answer. */
    void warn(String where, String what) {
        line("misstep: " + VisibleText.of(where) + ": " + VisibleText.of(what));
    }

    /** A line of progress or a remark. */
    void say(String line) {
        line(VisibleText.of(line));
    }

    private void line(String safe) {
        Consumer<String> through = view;
        if (through == null) {
            surroundings.err().println(safe);
        } else {
            through.accept(safe);
        }
    }

    /** A mistake of the user's, in one line. */
    void error(UserError error) {
        say("misstep: " + error.getMessage());
        if (stacktrace) {
            error.printStackTrace(surroundings.err());
        }
    }

    /** A mistake of ours, in one line. */
    void bug(Exception e) {
        say("misstep: this is a bug in Misstep (" + e + "); run it again with --stacktrace and report what it prints");
        if (stacktrace) {
            e.printStackTrace(surroundings.err());
        }
    }
}
