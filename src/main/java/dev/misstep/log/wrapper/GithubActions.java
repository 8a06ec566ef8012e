package dev.misstep.log.wrapper;

/** {@code 2024-05-01T12:34:56.1234567Z text}; only the first line of a message is stamped. */
final class GithubActions extends LineDecoration {
    GithubActions() {
        super("github-actions", Writer.CI);
    }

    @Override
    boolean wraps(String line) {
        return GithubStamp.begins(line);
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> {
            String text = line.text();
            if (!wraps(text)) {
                lines.accept(line);
                return;
            }
            lines.accept(line.withText(
                    text.substring(Math.min(text.length(), GithubStamp.LENGTH + 1)), GithubStamp.parse(text)));
        };
    }
}
