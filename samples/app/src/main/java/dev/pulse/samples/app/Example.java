package dev.pulse.samples.app;

/** What a newcomer can paste. */
final class Example {
  /** The smallest configuration that watches something. */
  static final String FIRST_CHECK =
      """
      checks:
        - name: example
          url: https://example.com/
          every: 30s
      """;

  private Example() {}
}
