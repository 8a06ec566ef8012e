package dev.misstep.log.wrapper;

/**
 * {@code changed: [web1] => {"stdout_lines": ["Step 1/4 : …"]}}: what Ansible puts before the result of a task, which is
 * JSON.
 */
final class Ansible extends LineDecoration {
    private static final LazyPattern BEFORE = new LazyPattern(
            "\\s{0,8}(?:ok|changed|failed|fatal|skipping): \\[[^\\]]{1,200}\\](?:: \\w{1,20}!)? => (?:\\(item=[^)]{0,500}\\) => )?(?=\\{)");

    Ansible() {
        super("ansible", Writer.TRANSPORT);
    }

    @Override
    boolean wraps(String line) {
        return line.contains(" => {") && BEFORE.matcher(line).lookingAt();
    }

    @Override
    Unwrapper open() {
        return (line, lines) -> lines.accept(
                wraps(line.text()) ? line.withText(BEFORE.matcher(line.text()).replaceFirst("")) : line);
    }
}
