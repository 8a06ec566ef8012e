package dev.misstep.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dockerfile that somebody wrote.
 *
 * @param ofTest whether it is one out of a test written in Go
 */
record FoundDockerfile(String name, String text, boolean ofTest) {
    private static final Pattern LITERAL = Pattern.compile("`([^`]*)`");
    private static final Pattern GO = Pattern.compile("\\A(?:(?://.*)?\n)*package ");
    private static final Pattern FROM = Pattern.compile("(?im)^[ \t]*FROM[ \t]");

    /** All in a folder, by name. */
    static List<FoundDockerfile> in(Path folder) throws IOException {
        List<FoundDockerfile> found = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                if (GO.matcher(text).find()) {
                    Matcher literals = LITERAL.matcher(text);
                    while (literals.find()) {
                        if (FROM.matcher(literals.group(1)).find()) {
                            long line =
                                    text.substring(0, literals.start()).lines().count();
                            found.add(new FoundDockerfile(name + ":" + line, literals.group(1), true));
                        }
                    }
                } else if (FROM.matcher(text).find()) {
                    found.add(new FoundDockerfile(name, text, false));
                }
            }
        }
        return found;
    }
}
