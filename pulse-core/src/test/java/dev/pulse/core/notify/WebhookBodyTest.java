package dev.pulse.core.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a template is found when it is read, not at night. */
class WebhookBodyTest {
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        // No comma between two alerts.
        "[{{#alerts}}{\"t\":\"{{title}}\"}{{/alerts}}]",
        // Nothing at all for a digest without alerts.
        "{{#alerts}}{{#details}}{\"t\":\"{{title}}\"}{{/details}}{{/alerts}}",
        // No quotes around a text.
        "{\"kind\":{{kind}}}"
      })
  void aTemplateMustMakeJsonOfEveryMessage(String template) {
    assertThat(WebhookBody.problems(template, WebhookBody.JSON))
        .extracting(Problem::key)
        .containsExactly("body");
  }

  @Test
  void oneThatDoesIsTaken() {
    assertThat(WebhookBody.problems("{\"kind\":\"{{kind}}\",\"id\":\"{{id}}\"}", WebhookBody.JSON))
        .isEmpty();
  }
}
