package dev.misstep.advise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Programs that download what a project depends on, as named in its manifest. Of each command line it is known whether it
 * needs the manifest alone: one that needs sources too, as {@code pip install .} or {@code poetry install} without
 * {@code --no-root}, must not be moved above them.
 */
enum PackageManager {
    NPM("npm", "/root/.npm", "package.json", "package-lock.json", "npm-shrinkwrap.json", ".npmrc") {
        @Override
        @Nullable
        List<String> manifests(List<String> words) {
            return plain(words, List.of("ci", "install", "i")) ? manifests : null;
        }
    },
    YARN("yarn", "/usr/local/share/.cache/yarn", "package.json", "yarn.lock", ".yarnrc", ".yarnrc.yml") {
        @Override
        @Nullable
        List<String> manifests(List<String> words) {
            boolean bare = words.stream().skip(1).allMatch(word -> word.startsWith("--") && here(word));
            return bare || plain(words, List.of("install")) ? manifests : null;
        }
    },
    PNPM("pnpm", "/root/.local/share/pnpm/store", "package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc") {
        @Override
        @Nullable
        List<String> manifests(List<String> words) {
            return plain(words, List.of("install", "i")) ? manifests : null;
        }
    },
    BUN("bun", "/root/.bun/install/cache", "package.json", "bun.lock", "bun.lockb", "bunfig.toml") {
        @Override
        @Nullable
        List<String> manifests(List<String> words) {
            return plain(words, List.of("install", "i")) ? manifests : null;
        }
    },
    PIP("pip", "/root/.cache/pip") {
        @Override
        @Nullable
        List<String> manifests(List<String> words) {
            int install = words.indexOf("install");
            return install < 1 ? null : requirements(words.subList(install + 1, words.size()));
        }
    },
    POETRY("poetry", "/root/.cache/pypoetry", "pyproject.toml", "poetry.lock", "poetry.toml") {
        @Override
        @Nullable
        List<String> manifests(List<String> words) {
            return words.contains("--no-root") && plain(words, List.of("install")) ? manifests : null;
        }
    },
    UV("uv", "/root/.cache/uv", "pyproject.toml", "uv.lock", ".python-version") {
        @Override
        @Nullable
        List<String> manifests(List<String> words) {
            if (words.size() > 3 && words.get(1).equals("pip") && words.get(2).equals("install")) {
                return requirements(words.subList(3, words.size()));
            }
            return words.contains("--no-install-project") && plain(words, List.of("sync")) ? manifests : null;
        }
    },
    GO("go", "/go/pkg/mod", "go.mod", "go.sum") {
        @Override
        @Nullable
        List<String> manifests(List<String> words) {
            return words.size() >= 3
                            && words.get(1).equals("mod")
                            && words.get(2).equals("download")
                    ? words.size() == 3 || words.get(3).equals("-x") ? manifests : null
                    : null;
        }
    },
    BUNDLER("bundle", "/usr/local/bundle/cache", "Gemfile", "Gemfile.lock", ".ruby-version") {
        @Override
        @Nullable
        List<String> manifests(List<String> words) {
            return plain(words, List.of("install")) ? manifests : null;
        }
    },
    COMPOSER("composer", "/tmp/cache", "composer.json", "composer.lock", "auth.json") {
        @Override
        @Nullable
        List<String> manifests(List<String> words) {
            boolean alone = words.contains("--no-scripts") && words.contains("--no-autoloader");
            return alone && plain(words, List.of("install")) ? manifests : null;
        }
    },
    MAVEN("mvn", "/root/.m2", "pom.xml") {
        @Override
        @Nullable
        List<String> manifests(List<String> words) {
            List<String> goals =
                    words.stream().skip(1).filter(word -> !word.startsWith("-")).toList();
            boolean resolves = goals.size() == 1
                    && (goals.get(0).equals("dependency:go-offline")
                            || goals.get(0).equals("dependency:resolve"));
            boolean elsewhere = words.stream().anyMatch(word -> word.startsWith("-f") || word.startsWith("--file"));
            return resolves && !elsewhere && !words.contains("-pl") ? manifests : null;
        }
    };

    /** Flags that name another directory than the one that the command runs in. */
    private static final List<String> ELSEWHERE = List.of(
            "--prefix",
            "-C",
            "--cwd",
            "--dir",
            "--gemfile",
            "--directory",
            "--working-dir",
            "-d",
            "-g",
            "--global",
            "--location",
            "--modules-folder",
            "--project",
            "--version",
            "--help");

    /** Options of pip that install, or read, what lies in the project. */
    private static final List<String> LEADS = List.of("-e", "--editable", "-c", "--constraint", "-f", "--find-links");

    /** The names of what any of them reads. */
    static final Set<String> MANIFESTS = Arrays.stream(values())
            .flatMap(manager -> manager.manifests.stream())
            .collect(Collectors.toUnmodifiableSet());

    final String program;
    /** Where root keeps what was downloaded. */
    final String cache;

    @SuppressWarnings("ImmutableEnumChecker") // of List.of
    final List<String> manifests;

    PackageManager(String program, String cache, String... manifests) {
        this.program = program;
        this.cache = cache;
        this.manifests = List.of(manifests);
    }

    /**
     * What it reads where it installs what a manifest names, and nothing but that: paths relative to where it runs, the
     * first of which must be there. {@code null} for any other command line.
     *
     * @param words the program first
     */
    abstract @Nullable List<String> manifests(List<String> words);

    /** The one that a command runs, or {@code null}. */
    static @Nullable PackageManager of(ShellCommand command) {
        for (PackageManager manager : values()) {
            if (command.isProgram(manager.program)) {
                return manager;
            }
        }
        return command.isProgram("pip3") || isModule(command) ? PIP : null;
    }

    // "python3 -m pip install"
    private static boolean isModule(ShellCommand command) {
        List<String> words = command.words();
        return words.size() > 2
                && words.get(0).matches("(?:.*/)?python[0-9.]*")
                && words.get(1).equals("-m")
                && words.get(2).equals("pip");
    }

    /** Whether it is one of these subcommands with flags alone, run where the manifest lies. */
    private static boolean plain(List<String> words, List<String> subcommands) {
        if (words.size() < 2 || !subcommands.contains(words.get(1))) {
            return false;
        }
        return words.stream().skip(2).allMatch(word -> word.startsWith("-") && here(word));
    }

    private static boolean here(String word) {
        return ELSEWHERE.stream().noneMatch(flag -> word.equals(flag) || word.startsWith(flag + "="));
    }

    /** The files of {@code -r} and {@code -c}; {@code null} where anything else is installed, or nothing is. */
    private static @Nullable List<String> requirements(List<String> arguments) {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (List.of("-r", "--requirement", "-c", "--constraint").contains(argument) && i + 1 < arguments.size()) {
                files.add(arguments.get(++i));
            } else if (argument.startsWith("-r") && argument.length() > 2) {
                files.add(argument.substring(2));
            } else if (argument.startsWith("--requirement=")) {
                files.add(argument.substring("--requirement=".length()));
            } else if (!argument.startsWith("-") || LEADS.stream().anyMatch(argument::startsWith)) {
                return null;
            }
        }
        return files.isEmpty() || files.stream().anyMatch(file -> file.contains("$")) ? null : files;
    }
}
