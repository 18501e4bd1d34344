-- Every order stands here once. Selects the ids that do not.
SELECT
    order_id,
    COUNT(*) AS row_count
FROM silver.clean_orders
GROUP BY order_id
HAVING COUNT(*) > 1
