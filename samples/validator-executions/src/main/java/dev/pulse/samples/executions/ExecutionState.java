package dev.pulse.samples.executions;

/** What the state of an execution means. */
enum ExecutionState {
  /** It has not begun. */
  PENDING(0),
  /** It is under way. */
  RUNNING(1),
  /** It ended well. */
  COMPLETED(2),
  /** It ended badly. */
  FAILED(3),
  /** The text is none of the four. */
  OTHER(0);

  private final int number;

  ExecutionState(int number) {
    this.number = number;
  }

  /** What a text of the database means, whatever its case and the blanks around it. */
  static ExecutionState of(String text) {
    return switch (Execution.folded(text)) {
      case "pending" -> PENDING;
      case "running" -> RUNNING;
      case "completed" -> COMPLETED;
      case "failed" -> FAILED;
      default -> OTHER;
    };
  }

  /** The number that stands for it in metrics. */
  int number() {
    return number;
  }
}
