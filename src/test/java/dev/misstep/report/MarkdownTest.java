package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {
    @Test
    void nothingInANameIsMarkup() {
        assertThat(Markdown.text("a|b `c` *d* _e_ ~f~ [g](h) <i> &amp; \\|"))
                .isEqualTo("a&#124;b &#96;c&#96; &#42;d&#42; &#95;e&#95; &#126;f&#126; &#91;g&#93;(h) &#60;i&#62;"
                        + " &#38;amp&#59; &#92;&#124;");
    }

    @Test
    void nobodyIsMentionedAndNothingIsLinked() {
        assertThat(Markdown.text("@octocat #12 https://x.y WWW.x.y a@b.c"))
                .isEqualTo("&#64;&zwnj;octocat &#35;&zwnj;12 https&#58;&zwnj;//x.y WWW&zwnj;.x.y a&#64;&zwnj;b.c");
    }

    @Test
    void aNameIsOneLineOfCode() {
        assertThat(Markdown.code("COPY . /app\n\t日本 \u001b[1m")).isEqualTo("<code>COPY . /app 日本 ␛&#91;1m</code>");
    }
}
