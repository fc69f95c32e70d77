package io.pawstream.eval;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The first few rows in an order, of any number of rows. One thread. */
final class FirstRows {
  private final Comparator<JudgedRow> order;
  private final int most;
  private final PriorityQueue<JudgedRow> rows;

  FirstRows(Comparator<JudgedRow> order, int most) {
    this.order = order.thenComparingLong(JudgedRow::number);
    this.most = most;
    // the last of those that are kept goes first
    this.rows = new PriorityQueue<>(this.order.reversed());
  }

  void add(JudgedRow row) {
    rows.add(row);
    if (rows.size() > most) {
      rows.remove();
    }
  }

  boolean holds(long number) {
    return rows.stream().anyMatch(row -> row.number() == number);
  }

  List<JudgedRow> inOrder() {
    return rows.stream().sorted(order).toList();
  }
}
