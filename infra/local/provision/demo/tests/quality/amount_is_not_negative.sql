-- Refunds are orders of their own kind and not negative amounts. Selects the orders whose amount is missing or below 0.
SELECT
    order_id,
    status,
    amount
FROM silver.clean_orders
WHERE amount IS NULL OR amount < 0
