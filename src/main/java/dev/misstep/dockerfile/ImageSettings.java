package dev.misstep.dockerfile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an image sets for what is built on it.
 *
 * @param environment in its order, which is that of a RUN's; secret as it may be
 * @param directory where instructions start; {@code /} where it sets none
 * @param user who they run as; empty where it sets none
 * @param shell what carries out a RUN that is no list
 * @param triggers its ONBUILD instructions, in order
 */
public record ImageSettings(
        Map<String, String> environment, String directory, String user, List<String> shell, List<String> triggers) {
    /** The image that is none. */
    static final ImageSettings SCRATCH = new ImageSettings(Map.of(), "/", "", List.of("/bin/sh", "-c"), List.of());

    // what BuildKit sets for an image that does not (BuildKit, util/system/path.go, DefaultPathEnvUnix)
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public ImageSettings {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        shell = List.copyOf(shell);
        triggers = List.copyOf(triggers);
        directory = directory.isEmpty() ? "/" : directory;
    }

    /** Has a stage begin on it, as FROM says. */
    void begin(Scope scope, Instruction from) {
        Map<String, Setting> variables = new LinkedHashMap<>();
        environment.forEach((name, value) -> variables.put(name, setting(from, BuildArguments.ENV + name, value)));
        scope.image(variables, setting(from, BuildArguments.ENV + "PATH", PATH));
        scope.set(setting(from, "WORKDIR", directory));
        scope.set(setting(from, "USER", user));
        scope.set(setting(from, "SHELL", String.join("\0", shell)));
    }

    private static Setting setting(Instruction from, String name, String value) {
        return new Setting(name, from.line(), from.text(), value, List.of());
    }

    /**
     * What a stage on it does first.
     *
     * @param line of the FROM that brings them
     * @return none where one of them cannot be read: the builder refuses it
     */
    List<Instruction> triggered(int line) {
        List<Instruction> instructions = new ArrayList<>();
        try {
            for (String trigger : triggers) {
                for (Stage stage :
                        Dockerfile.parse("FROM scratch\n" + trigger + "\n").stages()) {
                    stage.instructions().forEach(instruction -> instructions.add(instruction.movedTo(line)));
                }
            }
        } catch (DockerfileSyntaxException e) {
            return List.of();
        }
        return instructions;
    }

    /** Never the values. */
    @Override
    public String toString() {
        return environment.keySet() + " in " + directory;
    }
}
