package dev.misstep.cli;

import java.util.Locale;

/** The commands there are, in the order of the help text. */
enum Subcommand {
    PROFILE {
        @Override
        Object command() {
            return new ProfileCommand();
        }
    },
    ANALYZE {
        @Override
        Object command() {
            return new AnalyzeCommand();
        }
    };

    /** A new one, whose options are still to be read. */
    abstract Object command();

    /** Its name on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
