"""Our matrices by rows against SciPy's and NumPy's."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from summarize.arrays import add_up, counted, from_csr, tfidf, unit_rows


@pytest.fixture(params=range(5))
def matrix(request):
    """Give a matrix of SciPy's, some of its rows and columns empty."""
    rng = np.random.default_rng(request.param)
    given = rng.normal(size=(9, 7)) * (rng.random((9, 7)) < 0.3)
    return csr_array(given)


def test_products_equal_scipys(matrix):
    """What is taken over from SciPy multiplies, sums and counts as it does there."""
    rng = np.random.default_rng(0)
    rows, (n, m) = from_csr(matrix), matrix.shape
    across, down = rng.random(m), rng.random(n)
    np.testing.assert_allclose(rows.times(across), matrix @ across)
    np.testing.assert_allclose(rows.back(down), matrix.T @ down)
    np.testing.assert_allclose(rows.sums(), matrix.sum(axis=1))
    np.testing.assert_allclose(rows.scaled(down).csr.toarray(), matrix.toarray() * down[:, None])
    assert rows.stored().tolist() == np.diff(matrix.indptr).tolist()
    columns, values = rows.of([4, 2])
    np.testing.assert_array_equal(values, matrix[[4, 2]].data)
    np.testing.assert_array_equal(columns, matrix[[4, 2]].indices)


def test_blocks_equal_slices():
    """A block on the diagonal is the slice of the whole matrix."""
    rng = np.random.default_rng(1)
    whole = np.zeros((7, 9))
    whole[:3, :4], whole[3:, 4:] = rng.integers(0, 3, (3, 4)), rng.integers(0, 3, (4, 5))
    rows = from_csr(csr_array(whole))
    for down, across in ((slice(0, 3), slice(0, 4)), (slice(3, 7), slice(4, 9))):
        block = rows.block(down, across)
        np.testing.assert_array_equal(block.csr.toarray(), whole[down, across])
        np.testing.assert_array_equal(block.sums(), whole[down, across].sum(axis=1))


def test_counting_equals_add_at():
    """Places are counted as `numpy.add.at` counts them, in any order, also where there is none."""
    rng = np.random.default_rng(2)
    for size in (0, 1, 40):
        row, column = rng.integers(0, 4, size), rng.integers(0, 6, size)
        expected = np.zeros((4, 6))
        np.add.at(expected, (row, column), 1)
        found = counted(row, column, (4, 6))
        np.testing.assert_array_equal(found.csr.toarray(), expected)
        assert found.csr.has_sorted_indices
        assert found.row.tolist() == np.nonzero(expected)[0].tolist()


def test_sums_by_bin_are_floats():
    """Whole numbers add up to floats, so that what is divided by them later is, too."""
    sums = add_up(np.array([2, 0, 2]), np.array([1, 2, 3]), 4)
    assert sums.dtype == float
    assert sums.tolist() == [2, 0, 4, 0]


@pytest.mark.parametrize("size", [1e-300, 1e-9, 0.1, 1.0, 1e9, 1e300])
def test_rows_of_any_size_come_to_length_one(size):
    """Rows have length 1 whatever they had, side by side with others; those of zeros stay."""
    given = np.array([[3.0, 4.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.05, 0.0]])
    given[0] *= size
    scaled = unit_rows(from_csr(csr_array(given))).csr.toarray()
    np.testing.assert_allclose(scaled, [[0.6, 0.8, 0], [0, 0, 0], [0, 1, 0]], rtol=1e-12)


def test_tfidf_by_hand():
    """Counts are multiplied by rarity before a row is scaled."""
    counts = from_csr(csr_array(np.array([[2.0, 1.0], [0.0, 5.0]])))
    found = tfidf(counts, np.array([1.5, 4.0])).csr.toarray()
    np.testing.assert_allclose(found, [[0.6, 0.8], [0.0, 1.0]])
