package dev.misstep.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What systems put around the lines of a log, each as its sources or its manual say. */
enum WrapPrinter {
    /** actions/runner, Logging.cs. */
    GITHUB(Rank.CI, "github-actions", Clock.DATED, 100) {
        @Override
        void print(Printing to) {
            to.own("\ufeff" + stamp(to.now, 7, 'T', "Z") + " ##[group]Run docker/build-push-action@v6");
            to.own("with:");
            to.own(stamp(to.now, 7, 'T', "Z") + " [command]/usr/bin/docker buildx build .");
            to.each(line -> {
                boolean page = to.random.nextInt(50) == 0;
                String blank = line.isEmpty() && to.random.nextBoolean() ? "" : " ";
                to.row((page ? "\ufeff" : "") + stamp(to.now, 7, 'T', "Z") + blank + line);
            });
            to.own(stamp(to.now, 7, 'T', "Z") + " Post job cleanup.");
        }
    },
    GITHUB_RUN_VIEW(Rank.CI, "github-actions", Clock.DATED, 100) {
        @Override
        void print(Printing to) {
            String step = to.random.nextBoolean() ? "UNKNOWN STEP" : "Build and push";
            to.own("build (linux/amd64)\tSet up job\t\ufeff" + stamp(to.now, 7, 'T', "Z") + " Requested labels: x");
            to.each(line -> to.row("build (linux/amd64)\t" + step + "\t" + (to.first() ? "\ufeff" : "")
                    + stamp(to.now, 7, 'T', "Z") + " " + line));
        }
    },
    AZURE(Rank.CI, "azure-devops", Clock.DATED, 100) {
        @Override
        void print(Printing to) {
            to.own(stamp(to.now, 7, 'T', "Z") + " ##[section]Starting: Docker");
            to.own(stamp(to.now, 7, 'T', "Z") + " Author       : Microsoft Corporation");
            to.each(line -> to.row(stamp(to.now, 7, 'T', "Z") + " " + line));
            to.own(stamp(to.now, 7, 'T', "Z") + " ##[section]Finishing: Docker");
        }
    },
    /** gitlab-runner with FF_TIMESTAMPS. */
    GITLAB(Rank.CI, "gitlab", Clock.DATED, 1000) {
        @Override
        void print(Printing to) {
            String end = "\r\u001b[0K";
            to.own(stamp(to.now, 6, 'T', "Z") + " 00O \u001b[0KRunning with gitlab-runner 17.0.0" + "\u001b[0;m");
            to.own(stamp(to.now, 6, 'T', "Z") + " 00O section_start:1714607999:step_script[collapsed=true]" + end
                    + "+\u001b[0K\u001b[36;1mExecuting \"step_script\"\u001b[0;m");
            to.each(line -> {
                String stream = to.random.nextInt(8) == 0 ? "01O" : "01E";
                int turn = line.indexOf('\r') + 1;
                if (turn > 0 && turn < line.length()) {
                    to.row(stamp(to.now, 6, 'T', "Z") + " " + stream + " " + line.substring(0, turn));
                    to.own(stamp(to.now, 6, 'T', "Z") + " " + stream + "+" + line.substring(turn));
                } else {
                    to.row(stamp(to.now, 6, 'T', "Z") + " " + stream + " " + line);
                }
            });
            to.own(stamp(to.now, 6, 'T', "Z") + " 00O \u001b[0Ksection_end:1714608000:step_script" + end);
        }
    },
    GITLAB_SECTIONS(Rank.CI, "gitlab", Clock.NONE, 0) {
        @Override
        void print(Printing to) {
            String code = to.random.nextBoolean() ? "\u001b[0K" : "[0K";
            to.own("section_start:1714607999:prepare_executor\r" + code + code + "Preparing");
            to.own(code + "section_end:1714607999:prepare_executor\r" + code);
            boolean[] glued = {to.random.nextBoolean()};
            to.each(line -> {
                to.row(
                        glued[0]
                                ? code + "section_start:1714607999:docker_build[collapsed=true]\r" + code + line
                                : line);
                glued[0] = false;
            });
            to.own(code + "section_end:1714608000:docker_build\r" + code);
        }
    },
    /** timestamper-plugin, GlobalDecorator. */
    JENKINS(Rank.LIKELY_CI, "jenkins", Clock.DATED, 1_000_000) {
        @Override
        void print(Printing to) {
            to.each(line -> to.row("[" + stamp(to.now, 3, 'T', "Z") + "] " + line));
        }
    },
    JENKINS_CONSOLE(Rank.MARKED, "jenkins", Clock.NONE, 0) {
        @Override
        void print(Printing to) {
            String note = to.random.nextBoolean() ? "\u001b[8mha:////4PZ+x/ab==\u001b[0m" : "";
            to.own("Started by user " + note + "me");
            to.own(note + "[Pipeline] node");
            to.each(to::row);
            to.own(note + "[Pipeline] }");
        }
    },
    JENKINS_BRANCHES(Rank.CI, "jenkins", Clock.NONE, 0) {
        @Override
        void print(Printing to) {
            to.own("[Pipeline] parallel");
            to.own("[Pipeline] { (Branch: arm 64)");
            to.own("[Pipeline] { (Branch: tests)");
            to.each(line -> {
                if (to.random.nextInt(5) == 0) {
                    to.own("[tests] ok " + to.random.nextInt(9));
                }
                to.row("[arm 64] " + line);
            });
            to.own("[Pipeline] }");
        }
    },
    JENKINS_PAGE(Rank.LIKELY_CI, "jenkins", Clock.DATELESS, 1_000_000_000) {
        @Override
        void print(Printing to) {
            to.each(line -> to.row(clock(to.now) + "  " + line));
        }
    },
    BUILDKITE(Rank.CI, "buildkite", Clock.DATED, 1_000_000) {
        @Override
        void print(Printing to) {
            String begin = to.random.nextBoolean() ? "\u001b" : "";
            String end = begin.isEmpty() ? "" : "\u0007";
            to.each(line -> {
                String mark = begin + "_bk;t=" + to.now.toEpochMilli() + end;
                to.row(mark + line.replace("\u001b[K", "\u001b[K" + mark));
            });
        }
    },
    TRAVIS(Rank.CI, "travis", Clock.NONE, 0) {
        @Override
        void print(Printing to) {
            to.own("travis_fold:start:docker.build\r\u001b[0Ktravis_time:start:0a1b2c3d\r\u001b[0K$ docker build .");
            to.each(to::row);
            to.own(
                    "travis_time:end:0a1b2c3d:start=1,finish=2,duration=1\r\u001b[0Ktravis_fold:end:docker.build\r\u001b[0K");
        }
    },
    TEAMCITY(Rank.CI, "teamcity", Clock.DATELESS, 1_000_000_000) {
        @Override
        void print(Printing to) {
            to.own("[" + clock(to.now) + "] : Step 1/5: Build (Docker)");
            to.each(line ->
                    to.row("[" + clock(to.now) + "]" + " Wi".charAt(to.random.nextInt(3)) + ":\t [Step 1/5] " + line));
        }
    },
    CLOUD_BUILD(Rank.CI, "google-cloud-build", Clock.NONE, 0) {
        @Override
        void print(Printing to) {
            to.own("FETCHSOURCE");
            to.own("BUILD");
            to.own("Starting Step #0 - \"build\"");
            to.each(line -> {
                if (to.random.nextInt(5) == 0) {
                    to.own("Step #1 - \"test\": ok " + to.random.nextInt(9));
                }
                to.row("Step #0 - \"build\":" + (line.isEmpty() && to.random.nextBoolean() ? "" : " ") + line);
            });
            to.own("Finished Step #0 - \"build\"");
        }
    },
    CODEBUILD(Rank.MARKED, "aws-codebuild", Clock.NONE, 0) {
        @Override
        void print(Printing to) {
            to.own("[Container] 2023/11/16 10:23:43.051828 Running command docker build .");
            to.each(to::row);
        }
    },
    CLOUDWATCH(Rank.ANYBODY, "timestamps", Clock.DATED, 1_000_000) {
        @Override
        void print(Printing to) {
            to.each(line -> to.row(to.now.toEpochMilli() + "\t" + line));
        }
    },
    WOODPECKER(Rank.CI, "woodpecker", Clock.NONE, 0) {
        @Override
        void print(Printing to) {
            int[] number = {0};
            to.own("# hello.yaml");
            to.each(line -> to.row("[build image:L" + number[0] + ":" + number[0]++ / 20 + "s] " + line));
        }
    },
    DRONE(Rank.CI, "drone", Clock.NONE, 0) {
        @Override
        void print(Printing to) {
            int[] number = {0};
            to.each(line -> to.row("[build:" + number[0]++ + "] " + line));
        }
    },
    BITBUCKET(Rank.MARKED, "bitbucket", Clock.NONE, 0) {
        @Override
        void print(Printing to) {
            to.own("+ umask 000");
            to.own("+ docker build .");
            to.each(to::row);
        }
    },
    ACT(Rank.CI, "act", Clock.NONE, 0) {
        @Override
        void print(Printing to) {
            to.own("[CI/build (1) ] \u2b50 Run Main docker build .");
            to.each(line -> to.row("[CI/build (1) ]   | " + line));
            to.own("[CI/build (1) ]   \u2705  Success - Main docker build .");
        }
    },
    ACT_COLOURED(Rank.CI, "act", Clock.NONE, 0) {
        @Override
        void print(Printing to) {
            to.own("\u001b[34m[CI/build] \u001b[0m\u2b50 Run Main docker build .");
            to.each(line -> to.row("\u001b[34m|\u001b[0m " + line));
        }
    },
    /** A container's log on a node: CRI. */
    KUBERNETES(Rank.TRANSPORT, "kubernetes", Clock.DATED, 1) {
        @Override
        void print(Printing to) {
            to.each(line -> {
                String begin = stamp(to.now, 9, 'T', to.random.nextBoolean() ? "Z" : "+00:00") + " stderr ";
                if (line.length() > 20 && to.random.nextInt(4) == 0) {
                    to.row(begin + "P " + line.substring(0, 15));
                    to.own(begin + "F " + line.substring(15));
                } else {
                    to.row(begin + "F " + line);
                }
            });
        }
    },
    KUBECTL(Rank.TRANSPORT, "kubernetes", Clock.DATED, 1) {
        @Override
        void print(Printing to) {
            to.each(line -> to.row("[pod/build-x7k2p/main] " + nanos(to.now) + " " + line));
        }
    },
    DOCKER_LOGS(Rank.TRANSPORT, "docker-logs", Clock.DATED, 1) {
        @Override
        void print(Printing to) {
            to.each(line -> to.row(stamp(to.now, 9, 'T', "Z") + " " + line));
        }
    },
    SYSLOG(Rank.TRANSPORT, "syslog", Clock.DATELESS, 1_000_000_000) {
        @Override
        void print(Printing to) {
            to.each(line -> to.row((to.now.atZone(ZoneOffset.UTC).getMonthValue() == 4 ? "Apr 30 " : "May  1 ")
                    + clock(to.now) + " host docker[123]: " + line));
        }
    },
    /** Python's logging, and what else has no zone. */
    LOGGER(Rank.ANYBODY, "timestamps", Clock.DATELESS, 1_000_000) {
        @Override
        void print(Printing to) {
            to.each(line -> to.row(stamp(to.now, 3, ' ', "").replace('.', ',') + " " + line));
        }
    },
    BRACKETED_CLOCK(Rank.ANYBODY, "timestamps", Clock.DATELESS, 1_000_000_000) {
        @Override
        void print(Printing to) {
            to.each(line -> to.row("[" + clock(to.now) + "] " + line));
        }
    },
    OFFSET(Rank.ANYBODY, "timestamps", Clock.DATED, 1_000_000_000) {
        @Override
        void print(Printing to) {
            to.each(line -> to.row(stamp(to.now.plusSeconds(7200), 0, 'T', "+02:00") + " | " + line));
        }
    },
    LINE_NUMBERS(Rank.ANYBODY, "line-numbers", Clock.NONE, 0) {
        @Override
        void print(Printing to) {
            int[] number = {to.random.nextInt(200)};
            to.each(line -> to.row(String.format(Locale.ROOT, "%5d  %s", ++number[0], line)));
        }
    };

    /** Whose name is given where several lie around each other: the first of these, then the outermost. */
    enum Rank {
        CI,
        /** Known from its own lines. */
        MARKED,
        LIKELY_CI,
        TRANSPORT,
        ANYBODY
    }

    enum Clock {
        DATED,
        DATELESS,
        NONE
    }

    /** A line, and which line of what was wrapped it holds: 0 for one of the wrapper's own. */
    record Row(String text, int source) {}

    private static final Instant BEGIN = Instant.parse("2024-04-30T23:59:58.123456789Z");
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    final Rank rank;
    final String label;
    final Clock clock;
    private final int nanos;

    /** @param nanos of its smallest unit of time */
    WrapPrinter(Rank rank, String label, Clock clock, int nanos) {
        this.rank = rank;
        this.label = label;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** When a line was printed, as exactly as the wrapper tells. */
    Instant at(int source) {
        Instant exact = BEGIN.plusMillis(source * 37L);
        return exact.minusNanos(exact.getNano() % nanos);
    }

    List<Row> wrap(List<Row> rows, long seed) {
        Printing printing = new Printing(rows, new Random(seed));
        print(printing);
        return printing.out;
    }

    abstract void print(Printing to);

    static List<Row> rows(String text) {
        List<Row> rows = new ArrayList<>();
        // not String.lines, which ends a line at a lone carriage return
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            rows.add(new Row(line, rows.size() + 1));
        }
        return rows;
    }

    static String text(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(row.text).append('\n'));
        return text.toString();
    }

    static String stamp(Instant at, int digits, char between, String zone) {
        String fraction = String.format(Locale.ROOT, ".%09d", at.getNano());
        return SECONDS.format(at).replace(' ', between) + fraction.substring(0, digits == 0 ? 0 : digits + 1) + zone;
    }

    private static String clock(Instant at) {
        return SECONDS.format(at).substring(11);
    }

    /** As Go's RFC3339Nano has it: without zeros at the end. */
    private static String nanos(Instant at) {
        String stamp = stamp(at, 9, 'T', "");
        return stamp.replaceAll("\\.?0+$", "") + "Z";
    }

    /** The lines being wrapped. */
    static final class Printing {
        final Random random;
        final List<Row> out = new ArrayList<>();
        private final List<Row> rows;
        private @Nullable Row current;
        Instant now = BEGIN;

        Printing(List<Row> rows, Random random) {
            this.rows = rows;
            this.random = random;
        }

        void each(Consumer<String> each) {
            for (Row row : rows) {
                current = row;
                now = row.source == 0 ? now : BEGIN.plusMillis(row.source * 37L);
                each.accept(row.text);
            }
        }

        boolean first() {
            return current == rows.get(0);
        }

        void row(String text) {
            Row row = current;
            out.add(new Row(text, row == null ? 0 : row.source));
        }

        void own(String text) {
            out.add(new Row(text, 0));
        }
    }
}
