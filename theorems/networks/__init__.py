"""Networks: convolution, equivariance, backpropagation, identification, approximation."""
