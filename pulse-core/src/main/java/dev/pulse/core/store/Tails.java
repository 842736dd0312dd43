package dev.pulse.core.store;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.ToLongFunction;

/**
 * What the log has and no block yet, in memory, by registration. Thread-safe.
 *
 * <p>Readers take a snapshot of the file and of the tails under one lock, under which nothing can
 * leave the tails. Results that went into a block in between are then in both, and told apart by
 * the number of the chunk up to which the snapshot has them sealed.
 */
final class Tails {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Long, Tail> tails = new HashMap<>();
  private final Set<Long> full = new LinkedHashSet<>();
  private final Deque<LogChunk> chunks = new ArrayDeque<>();
  private final Packing packing;
  private long lastSeq;
  private long bytes;

  /** Reads the file; called under the lock, so that it fixes the snapshot of the transaction. */
  @FunctionalInterface
  interface Pin<T> {
    T read() throws SQLException;
  }

  /** What a reader saw of the file, and the tails at the same moment. */
  record Snapshot<T>(T pinned, List<Tail.Seen> tails) {}

  Tails(Packing packing) {
    this.packing = packing;
  }

  /** Adds the results of a chunk that is in the log; whole, or nothing of it can be seen. */
  void add(LogChunk chunk) throws SQLException {
    add(chunk, registration -> Long.MIN_VALUE);
  }

  /**
   * Adds those results of a chunk that are in no block yet.
   *
   * @param sealed up to which chunk each registration is in blocks
   */
  void add(LogChunk chunk, ToLongFunction<Long> sealed) throws SQLException {
    lock.writeLock().lock();
    try {
      chunk.each(
          (registration, row) -> {
            if (sealed.applyAsLong(registration) < chunk.seq()) {
              add(chunk.seq(), registration, row);
            }
          });
      chunks.add(LogChunk.of(chunk.seq(), chunk.firstRunId(), chunk.lastRunId(), new byte[0]));
      lastSeq = chunk.seq();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void add(long seq, long registration, ByteReader row) {
    var tail = tails.computeIfAbsent(registration, Tail::new);
    tail.add(seq, row);
    bytes += row.length();
    if (tail.count() == packing.results()) {
      full.add(registration);
    }
  }

  /** The newest chunk that was added, or that is gone. */
  long lastSeq() {
    lock.readLock().lock();
    try {
      return lastSeq;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Goes on from a chunk that is gone. */
  void lastSeq(long seq) {
    lock.writeLock().lock();
    try {
      lastSeq = Math.max(lastSeq, seq);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Forgets everything. */
  void clear() {
    lock.writeLock().lock();
    try {
      tails.clear();
      full.clear();
      chunks.clear();
      lastSeq = 0;
      bytes = 0;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** What a reader sees of one registration. */
  Snapshot<Optional<Sealed>> of(Pin<Optional<Sealed>> pin) throws SQLException {
    lock.readLock().lock();
    try {
      var found = pin.read();
      var seen = new ArrayList<Tail.Seen>();
      if (found.isPresent()) {
        var tail = tails.get(found.get().registration());
        if (tail != null) {
          seen.add(tail.seen(found.get().sealed()));
        }
      }
      return new Snapshot<>(found, seen);
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Up to where a registration is in blocks.
   *
   * @param sealed the number of the newest chunk whose results of it are in blocks
   */
  record Sealed(long registration, long sealed) {}

  /** What a reader sees of all registrations; what is being sealed can also be in blocks. */
  <T> Snapshot<T> all(Pin<T> pin) throws SQLException {
    lock.readLock().lock();
    try {
      var pinned = pin.read();
      return new Snapshot<>(pinned, seenOf(tails.values()));
    } finally {
      lock.readLock().unlock();
    }
  }

  private static List<Tail.Seen> seenOf(Iterable<Tail> tails) {
    var seen = new ArrayList<Tail.Seen>();
    tails.forEach(tail -> seen.add(tail.seen(Long.MIN_VALUE)));
    return seen;
  }

  /** The chunks that may have a run id; without their bodies. */
  List<LogChunk> chunksAround(long runId) {
    lock.readLock().lock();
    try {
      return chunks.stream()
          .filter(chunk -> chunk.firstRunId() <= runId && runId <= chunk.lastRunId())
          .toList();
    } finally {
      lock.readLock().unlock();
    }
  }

  boolean isDue() {
    lock.readLock().lock();
    try {
      return !full.isEmpty() || isOver();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Whether packing lags so far behind that commits should wait for it. */
  boolean isFarBehind() {
    lock.readLock().lock();
    try {
      return bytes > 2L * packing.tailBytes();
    } finally {
      lock.readLock().unlock();
    }
  }

  private boolean isOver() {
    return bytes > packing.tailBytes() || chunks.size() > packing.chunks();
  }

  /**
   * What should be sealed: tails that are full, and where there is too much in memory or in the
   * log, those that hold the oldest chunks, until a quarter is free.
   */
  List<Tail.Seen> due() {
    lock.readLock().lock();
    try {
      var due = new LinkedHashSet<Tail>();
      full.forEach(registration -> due.add(tails.get(registration)));
      if (isOver()) {
        long left = bytes - packing.tailBytes() * 3L / 4;
        long before = chunkAt(chunks.size() - packing.chunks() * 3 / 4);
        var oldest = new ArrayList<>(tails.values());
        oldest.sort(Comparator.comparingLong(Tail::firstSeq));
        for (Tail tail : oldest) {
          if (left <= 0 && tail.firstSeq() >= before) {
            break;
          }
          due.add(tail);
          left -= tail.bytes();
        }
      }
      return seenOf(due);
    } finally {
      lock.readLock().unlock();
    }
  }

  private long chunkAt(int index) {
    return index <= 0
        ? Long.MIN_VALUE
        : chunks.stream().skip(index).mapToLong(LogChunk::seq).findFirst().orElse(Long.MAX_VALUE);
  }

  /** Those of which a result began before a time. */
  List<Tail.Seen> startedBefore(long millis) {
    lock.readLock().lock();
    try {
      return seenOf(tails.values()).stream().filter(tail -> tail.firstStarted() < millis).toList();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Notes that tails are about to be written into blocks. */
  void sealing(List<Tail.Seen> seen) {
    lock.writeLock().lock();
    try {
      for (Tail.Seen one : seen) {
        var tail = tails.get(one.registration());
        if (tail != null) {
          tail.sealing(one);
        }
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Drops what is in blocks now. */
  void sealed(List<Tail.Seen> seen) {
    lock.writeLock().lock();
    try {
      for (Tail.Seen one : seen) {
        var tail = tails.get(one.registration());
        if (tail != null) {
          bytes -= tail.bytes();
          tail.sealed(one);
          bytes += tail.bytes();
          settle(tail);
        }
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void settle(Tail tail) {
    if (tail.count() == 0) {
      tails.remove(tail.registration);
    }
    if (tail.count() < packing.results()) {
      full.remove(tail.registration);
    }
  }

  /** Drops everything of a registration. */
  void forget(long registration) {
    lock.writeLock().lock();
    try {
      var tail = tails.remove(registration);
      if (tail != null) {
        bytes -= tail.bytes();
        full.remove(registration);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** The oldest chunk that is still needed; all before it are sealed as a whole. */
  long firstSeqNeeded() {
    lock.readLock().lock();
    try {
      return tails.values().stream().mapToLong(Tail::firstSeq).min().orElse(lastSeq + 1);
    } finally {
      lock.readLock().unlock();
    }
  }

  boolean hasChunkBefore(long seq) {
    lock.readLock().lock();
    try {
      var oldest = chunks.peek();
      return oldest != null && oldest.seq() < seq;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The chunk that comes some places after the oldest, or a given one if that is older. */
  long chunkAfter(int places, long limit) {
    lock.readLock().lock();
    try {
      return Math.min(
          limit, chunks.stream().skip(places).mapToLong(LogChunk::seq).findFirst().orElse(limit));
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Drops what is known of chunks that are gone from the log. */
  void removeChunksBefore(long seq) {
    lock.writeLock().lock();
    try {
      for (var oldest = chunks.peek();
          oldest != null && oldest.seq() < seq;
          oldest = chunks.peek()) {
        chunks.remove();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
