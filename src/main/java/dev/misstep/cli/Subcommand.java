package dev.misstep.cli;

import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** The commands there are, in the order of the help text. */
enum Subcommand {
    PROFILE {
        @Override
        CommandSpec spec(MisstepCommand parent) {
            return parent.wrapped() == null ? new ProfileCommand(parent).spec() : new WrappedProfile(parent).spec();
        }
    },
    ANALYZE {
        @Override
        CommandSpec spec(MisstepCommand parent) {
            return new AnalyzeCommand(parent).spec();
        }
    },
    COMPARE {
        @Override
        CommandSpec spec(MisstepCommand parent) {
            return new CompareCommand(parent).spec();
        }
    },
    TREND {
        @Override
        CommandSpec spec(MisstepCommand parent) {
            return new TrendCommand(parent).spec();
        }
    },
    HISTORY {
        @Override
        CommandSpec spec(MisstepCommand parent) {
            return new HistoryCommand(parent).spec();
        }
    },
    ADVISE {
        @Override
        CommandSpec spec(MisstepCommand parent) {
            return new AdviseCommand(parent).spec();
        }
    },
    FORECAST {
        @Override
        CommandSpec spec(MisstepCommand parent) {
            return new ForecastCommand(parent).spec();
        }
    },
    CONTEXT {
        @Override
        CommandSpec spec(MisstepCommand parent) {
            return new ContextCommand(parent).spec();
        }
    },
    DOCTOR {
        @Override
        CommandSpec spec(MisstepCommand parent) {
            return new DoctorCommand(parent).spec();
        }
    };

    /** A new one. */
    abstract CommandSpec spec(MisstepCommand parent);

    /** The one of this name alone; all where there is none. */
    static Subcommand[] named(String name) {
        Subcommand[] all = values();
        for (Subcommand one : all) {
            if (one.label().equals(name)) {
                return new Subcommand[] {one};
            }
        }
        return all;
    }

    /** Its name on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
