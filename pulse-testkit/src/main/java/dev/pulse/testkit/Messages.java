package dev.pulse.testkit;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Messages as Pulse sends them, and as nobody would wish them. */
final class Messages {
  /** Stands in the title of every alert of {@link #of}. */
  static final String TITLE = "checkout is down";

  private static final Instant START = Instant.parse("2026-03-01T10:15:30Z");
  private static final Labels GROUP = Labels.of("team", "shop");

  private Messages() {}

  /** A message of a kind, with all that it usually has. */
  static Notification of(Kind kind) {
    return of(kind, "20260301101600000-" + kind.name());
  }

  /** The same under another id. */
  static Notification of(Kind kind, String id) {
    var firing = alert(1).severity(Severity.CRITICAL).build();
    var taken =
        alert(2).acknowledged(new Acknowledgement("ada", START, "I am looking at it")).build();
    var over = alert(3).ended(START.plusSeconds(90), "recovered").build();
    var alerts =
        switch (kind) {
          case FIRST, ESCALATED, TEST -> List.of(firing);
          case RESOLVED -> List.of(over);
          default -> List.of(firing, taken, over);
        };
    return message(kind, id).alerts(alerts).build();
  }

  /** The message of a day on which nothing came up. */
  static Notification emptyDigest() {
    return message(Kind.DIGEST, "20260301101600000-EMPTY").build();
  }

  /** As many alerts as a message may carry, and more that it does not. */
  static Notification crowded() {
    var alerts = new ArrayList<Alert>();
    for (int i = 0; i < 100; i++) {
      var builder = alert(i).text("the answer was late ".repeat(40)).details(manyDetails());
      alerts.add(
          i % 3 == 0 ? builder.ended(START.plusSeconds(i), "recovered").build() : builder.build());
    }
    return message(Kind.SUMMARY, "20260301101600000-CROWD").alerts(alerts).omitted(4321).build();
  }

  /** Messages whose texts are an attack, or look like one. */
  static List<Notification> hostile() {
    var texts =
        List.of(
            "\u0000\u0001\u0007\u001b[31mred\u001b]0;title\u0007\u007f\u0085",
            "first\r\nBcc: mallory@example.net\r\n\r\nbody\n.\r\nQUIT\r\n",
            "<script>alert(1)</script> </title> &amp; &#60; \" ' ` <!-- ]]>",
            "<!channel> <@U123> <!everyone|x> @everyone @here <@&1> *b* _i_ ~s~ `c` ```k``` [a](b)",
            "{{title}} ${jndi:ldap://x} %s %n {\"a\":1} \\u0000 \\",
            "\u202egpj.exe\u2066 \ufeff \u200b \u2028 \u2029 \ufffe",
            "\ud83d alone \udc00 halves \ud83d",
            "\ud83d\udd25".repeat(5_000),
            "x".repeat(100_000),
            "");
    return IntStream.range(0, texts.size()).mapToObj(i -> hostile(i, texts.get(i))).toList();
  }

  private static Notification hostile(int number, String text) {
    var alert =
        Alert.builder(number, "check " + text, "rule " + text, START)
            .severity(Severity.CRITICAL)
            .title(text)
            .text(text)
            .subject(text)
            .labels(Labels.from(Map.of("instance", text)))
            .annotations(Map.of("summary", text, text, text))
            .details(Map.of("seen", text, text, text))
            .acknowledged(new Acknowledgement("ada " + text, START, text));
    return Notification.builder("hostile-" + number, Kind.FIRST, "ops", START)
        .group("hostile-" + number, Labels.from(Map.of("team", text)))
        .alerts(List.of(alert.build(), alert.ended(START.plusSeconds(1), text).build()))
        .build();
  }

  private static Notification.Builder message(Kind kind, String id) {
    return Notification.builder(id, kind, "ops", START.plusSeconds(120))
        .group("d41d8cd98f00b204e9800998ecf8427e", GROUP);
  }

  private static Alert.Builder alert(long incident) {
    return Alert.builder(incident, "checkout", "downtime", START.plusSeconds(incident))
        .subject("part " + incident)
        .title(TITLE)
        .text("3 failures in a row; the last: 503 Service Unavailable")
        .labels(Labels.of("team", "shop"))
        .annotations(Map.of("runbook", "https://wiki.example/checkout"))
        .details(Map.of("failures", "3"));
  }

  private static Map<String, String> manyDetails() {
    var details = new LinkedHashMap<String, String>();
    for (int i = 0; i < 50; i++) {
      details.put("detail " + i, "value ".repeat(20));
    }
    return details;
  }
}
