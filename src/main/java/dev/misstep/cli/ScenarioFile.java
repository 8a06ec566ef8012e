package dev.misstep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A YAML file of named series of runs. Its keys are the options of the command line:
 *
 * <pre>
 * a source edited:
 *   warmup: 1
 *   runs: 3
 *   edit: [src/app.js, "mode:run.sh"]
 * </pre>
 */
final class ScenarioFile {
    private static final long LARGEST = 1 << 20;
    private static final int MOST_RUNS = 10_000;
    private static final Set<String> KEYS =
            new TreeSet<>(List.of("warmup", "cold", "runs", "no-cache", "edit", "prepare"));

    private final String file;
    private final Scenario otherwise;

    private ScenarioFile(String file, Scenario otherwise) {
        this.file = file;
        this.otherwise = otherwise;
    }

    /**
     * The series of a file, in its order.
     *
     * @param argument the file as the user wrote it
     * @param otherwise what holds where a series does not say
     * @throws UserError with what is wrong, and where
     */
    static List<Scenario> read(String argument, Path file, Scenario otherwise) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new UserError(ExitStatus.INPUT, argument, "is too large for a scenario file; name a YAML file");
            }
            return new ScenarioFile(argument, otherwise).scenarios(Files.readString(file));
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT, argument, "cannot be read (" + IoSentence.of(e) + "); name a YAML file", e);
        }
    }

    private List<Scenario> scenarios(String yaml) {
        Object document;
        try {
            document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark()
                    .map(mark -> " on line " + (mark.getLine() + 1))
                    .orElse("");
            throw new UserError(ExitStatus.USAGE, file, "is no YAML" + where + ": " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new UserError(ExitStatus.USAGE, file, "is no YAML: " + problem, e);
        } catch (StackOverflowError e) {
            throw wrong("is nested too deeply for a scenario file"); // "a: [[[[…"
        }
        if (!(document instanceof Map<?, ?> named) || named.isEmpty()) {
            throw wrong("names no scenario; write NAME: and below it runs: 3, for one");
        }
        List<Scenario> scenarios = new ArrayList<>();
        Set<String> names = new HashSet<>();
        named.forEach((name, settings) -> {
            // 1 and "1" are two keys of YAML
            if (!names.add(String.valueOf(name))) {
                throw wrong("names two scenarios " + name + "; give each a name of its own");
            }
            scenarios.add(scenario(String.valueOf(name), settings));
        });
        return scenarios;
    }

    private Scenario scenario(String name, @Nullable Object settings) {
        if (settings != null && !(settings instanceof Map<?, ?>)) {
            throw wrong("scenario " + name + " is no list of settings; write runs: 3 below it, for one");
        }
        Map<?, ?> given = settings == null ? Map.of() : (Map<?, ?>) settings;
        for (Object key : given.keySet()) {
            if (!KEYS.contains(String.valueOf(key))) {
                throw wrong("scenario " + name + " has " + key + "; there are " + String.join(", ", KEYS));
            }
        }
        return new Scenario(
                name,
                number(name, given, "warmup", 0, otherwise.warmUps()),
                flag(name, given, "cold", otherwise.cold()),
                number(name, given, "runs", 1, otherwise.runs()),
                flag(name, given, "no-cache", otherwise.noCache()),
                edits(name, given),
                text(name, given));
    }

    private int number(String name, Map<?, ?> given, String key, int least, int absent) {
        if (!given.containsKey(key)) {
            return absent;
        }
        if (given.get(key) instanceof Integer number && number >= least && number <= MOST_RUNS) {
            return number;
        }
        throw wrong("scenario " + name + ": " + key + " must be a number from " + least + " to " + MOST_RUNS);
    }

    private boolean flag(String name, Map<?, ?> given, String key, boolean absent) {
        if (!given.containsKey(key)) {
            return absent;
        }
        if (given.get(key) instanceof Boolean flag) {
            return flag;
        }
        throw wrong("scenario " + name + ": " + key + " must be true or false");
    }

    private List<String> edits(String name, Map<?, ?> given) {
        if (!given.containsKey("edit")) {
            return otherwise.edits();
        }
        Object edit = given.get("edit");
        List<?> all = edit instanceof List<?> list ? list : edit == null ? List.of() : List.of(edit);
        List<String> edits = new ArrayList<>();
        for (Object each : all) {
            if (!(each instanceof String text)) {
                throw wrong("scenario " + name + ": edit must be a file or a list of files");
            }
            edits.add(text);
        }
        return edits;
    }

    private @Nullable String text(String name, Map<?, ?> given) {
        if (!given.containsKey("prepare")) {
            return otherwise.prepare();
        }
        if (given.get("prepare") instanceof String command) {
            return command;
        }
        throw wrong("scenario " + name + ": prepare must be a command");
    }

    private UserError wrong(String what) {
        return new UserError(ExitStatus.USAGE, file, what);
    }
}
