package dev.cairn.conversations;

/** Finds a longest increasing subsequence of a list of numbers, in time O(n log n). */
final class IncreasingRun {
  private IncreasingRun() {}

  /** Returns the indexes of such numbers in order. Of equal numbers there is one at most. */
  static int[] in(long[] numbers) {
    int[] ends =
        new int[numbers.length]; // [n]: the end of the run of n + 1 numbers that ends lowest
    int[] before = new int[numbers.length];
    int length = 0;
    for (int i = 0; i < numbers.length; i++) {
      int shorter = runsThatEndBelow(numbers, ends, length, numbers[i]);
      before[i] = shorter == 0 ? -1 : ends[shorter - 1];
      ends[shorter] = i;
      length = Math.max(length, shorter + 1);
    }
    int[] run = new int[length];
    int last = length == 0 ? -1 : ends[length - 1];
    for (int i = length - 1; i >= 0; i--) {
      run[i] = last;
      last = before[last];
    }
    return run;
  }

  private static int runsThatEndBelow(long[] numbers, int[] ends, int length, long number) {
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (numbers[ends[middle]] < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
